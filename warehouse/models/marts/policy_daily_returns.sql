{{ config(order_by='(placement, policy, date)') }}

with daily as (
  select
    decided_on as date,
    placement,
    policy,
    count() as decisions,
    countIf(o.clicks > 0) as clicked,
    countIf(o.conversions > 0) as converted,
    -- Under its table's name: the sum takes the column's own.
    sum(o.value) as value,
    stddevPop(o.value) as value_deviation
  from {{ ref('decision_outcomes') }} as o
  group by date, placement, policy
),

compared as (
  select
    *,
    sum(decisions) over (partition by date, placement) - decisions as other_decisions,
    sum(value) over (partition by date, placement) - value as other_value
  from daily
)

select
  date,
  placement,
  policy,
  decisions,
  clicked,
  converted,
  value,
  {{ ratio('clicked', 'decisions') }} as click_rate,
  {{ ratio('converted', 'decisions') }} as conversion_rate,
  {{ ratio('value', 'decisions') }} as value_per_decision,
  value_deviation,
  {{ ratio('other_value', 'other_decisions') }} as others_value_per_decision,
  -- Earned per decision above what all other policies of the placement earned that day.
  if(other_decisions = 0 or other_value = 0, null, (value / decisions) / (other_value / other_decisions) - 1) as daily_return
from compared
