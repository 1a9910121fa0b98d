{{ config(order_by='(experiment, variant, date)') }}

with entered as (
  select experiment, variant, {{ day_of('exposed_at') }} as date, count() as exposed
  from {{ ref('int_exposures') }}
  group by experiment, variant, date
),

outcomes as (
  select
    x.experiment as experiment,
    x.variant as variant,
    {{ day_of('e.occurred_at') }} as date,
    countIf(e.event_type = 'click') as clicks,
    countIf(e.event_type = 'purchase') as purchases,
    uniqExactIf(e.person_id, e.event_type = 'purchase') as buyers,
    sumIf(e.value, e.event_type = 'purchase') as revenue
  from {{ ref('int_person_events') }} as e
  inner join {{ ref('int_exposures') }} as x on e.person_id = x.person_id
  where e.event_type in ('click', 'purchase') and e.occurred_at >= x.exposed_at
  group by experiment, variant, date
),

days as (
  select experiment, variant, date from entered
  union distinct
  select experiment, variant, date from outcomes
)

select
  d.experiment as experiment,
  d.variant as variant,
  d.date as date,
  n.exposed as exposed,
  sum(n.exposed) over (partition by d.experiment, d.variant order by d.date) as exposed_so_far,
  o.clicks as clicks,
  o.purchases as purchases,
  o.buyers as buyers,
  o.revenue as revenue
from days as d
left join entered as n on d.experiment = n.experiment and d.variant = n.variant and d.date = n.date
left join outcomes as o on d.experiment = o.experiment and d.variant = o.variant and d.date = o.date
