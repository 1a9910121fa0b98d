-- What each person likes best: purchases weigh 5, additions to the cart 3, clicks and views 1.
select
  person_id,
  argMax(category, (weight, category)) as favourite_category
from (
  select
    e.person_id as person_id,
    i.category as category,
    sum(multiIf(e.event_type = 'purchase', 5, e.event_type = 'add_to_cart', 3, 1)) as weight
  from {{ ref('int_person_events') }} as e
  inner join {{ ref('stg_items') }} as i on e.item_id = i.item_id
  where e.event_type in ('purchase', 'add_to_cart', 'click', 'page_view') and i.category != ''
  group by person_id, category
)
group by person_id
