{{ config(order_by='item_id') }}

with asked as (
  select
    item_id,
    countIf(event_type = 'impression') as impressions,
    countIf(event_type = 'page_view') as page_views,
    countIf(event_type = 'click') as clicks,
    countIf(event_type = 'add_to_cart') as add_to_carts,
    countIf(event_type = 'purchase') as purchases,
    sumIf(quantity, event_type = 'purchase') as units,
    sumIf(value, event_type = 'purchase') as revenue,
    uniqExactIf(person_id, event_type = 'purchase') as buyers,
    countIf(event_type = 'click' and decision_id != '') as recommended_clicks,
    countIf(event_type = 'purchase' and decision_id != '') as recommended_purchases,
    sumIf(value, event_type = 'purchase' and decision_id != '') as recommended_revenue
  from {{ ref('int_person_events') }}
  where item_id != ''
  group by item_id
),

shown as (
  select
    item_id,
    count() as recommended,
    avg(position) as mean_position,
    avg(propensity) as mean_propensity
  from {{ ref('stg_decision_slots') }}
  group by item_id
),

known as (
  select item_id from asked
  union distinct
  select item_id from shown
  union distinct
  select item_id from {{ ref('stg_items') }}
)

select
  k.item_id as item_id,
  i.title as title,
  i.category as category,
  i.price as price,
  i.item_id != '' as in_catalog,
  a.impressions as impressions,
  a.page_views as page_views,
  a.clicks as clicks,
  a.add_to_carts as add_to_carts,
  a.purchases as purchases,
  a.units as units,
  a.revenue as revenue,
  a.buyers as buyers,
  s.recommended as recommended,
  if(s.recommended = 0, null, s.mean_position) as mean_position,
  if(s.recommended = 0, null, s.mean_propensity) as mean_propensity,
  a.recommended_clicks as recommended_clicks,
  a.recommended_purchases as recommended_purchases,
  a.recommended_revenue as recommended_revenue,
  {{ ratio('a.recommended_clicks', 's.recommended') }} as recommended_click_rate
from known as k
left join asked as a on k.item_id = a.item_id
left join shown as s on k.item_id = s.item_id
left join {{ ref('stg_items') }} as i on k.item_id = i.item_id
