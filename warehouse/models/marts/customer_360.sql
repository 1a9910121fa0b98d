{{ config(order_by='person_id') }}

{%- set counted = ['page_view', 'click', 'add_to_cart', 'purchase'] %}

with activity as (
  select
    person_id,
    any(customer_id) as customer_id,
    any(anonymous_id) as anonymous_id,
    min(occurred_at) as first_seen_at,
    max(occurred_at) as last_seen_at,
    count() as events,
    uniqExact({{ day_of('occurred_at') }}) as active_days,
    {{ count_types(counted) }},
    sumIf(quantity, event_type = 'purchase') as units,
    sumIf(value, event_type = 'purchase') as revenue,
    sumIf(value, event_type = 'purchase' and decision_id != '') as attributed_revenue,
    maxIf(occurred_at, event_type = 'purchase') as bought_at
  from {{ ref('int_person_events') }}
  where event_type not in ('exposure', 'segment_entered', 'segment_left')
  group by person_id
),

buyers as (
  select
    person_id,
    ntile(5) over (order by bought_at, person_id) as recency_score,
    ntile(5) over (order by purchases, person_id) as frequency_score,
    ntile(5) over (order by revenue, person_id) as monetary_score
  from activity
  where purchases > 0
)

select
  a.person_id as person_id,
  a.customer_id as customer_id,
  a.anonymous_id as anonymous_id,
  if(a.customer_id != '', 'customer', 'visitor') as kind,
  a.first_seen_at as first_seen_at,
  a.last_seen_at as last_seen_at,
  a.active_days as active_days,
  a.events as events,
  {%- for type in counted %}
  a.{{ type }}s as {{ type }}s,
  {%- endfor %}
  a.units as units,
  a.revenue as revenue,
  a.attributed_revenue as attributed_revenue,
  {{ ratio('a.revenue', 'a.purchases') }} as average_order_value,
  if(a.purchases = 0, null, a.bought_at) as last_purchase_at,
  c.favourite_category as favourite_category,
  b.recency_score as recency_score,
  b.frequency_score as frequency_score,
  b.monetary_score as monetary_score
from activity as a
left join buyers as b on a.person_id = b.person_id
left join {{ ref('int_person_categories') }} as c on a.person_id = c.person_id
