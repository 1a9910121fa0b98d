{{
  config(
    materialized='incremental',
    unique_key='decision_id',
    incremental_strategy='delete+insert',
    order_by='(placement, decided_at, decision_id)',
    partition_by='toYYYYMM(decided_at)'
  )
}}

select
  d.decision_id as decision_id,
  d.decided_at as decided_at,
  {{ day_of('d.decided_at') }} as decided_on,
  d.customer_id as customer_id,
  d.anonymous_id as anonymous_id,
  d.placement as placement,
  d.model as model,
  d.policy as policy,
  d.variant as variant,
  d.fallback as fallback,
  d.slots as slots,
  arrayReduce('min', arrayPushBack(d.propensities, 1)) as least_propensity,
  r.impressions as impressions,
  r.clicks as clicks,
  r.conversions as conversions,
  r.value as value,
  d.origin as origin
from {{ ref('stg_decisions') }} as d
left join {{ ref('int_decision_rewards') }} as r on d.decision_id = r.decision_id
{%- if is_incremental() %}
-- Rewards may come until the hours for them are over, and late events after that.
where d.decided_at >= (
  select max(decided_at) - toIntervalHour({{ var('reward_hours') }}) - toIntervalDay({{ var('late_days') }})
  from {{ this }}
)
{%- endif %}
