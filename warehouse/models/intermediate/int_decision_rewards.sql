-- What each decision earned within the hours in which events count for it. A click or a purchase of one item
-- counts once for a decision.
select
  d.decision_id as decision_id,
  uniqExactIf(e.item_id, e.event_type = 'impression') as impressions,
  uniqExactIf(e.item_id, e.event_type = 'click') as clicks,
  uniqExactIf(e.item_id, e.event_type = 'purchase') as conversions,
  sumIf(e.value, e.event_type = 'purchase') as value
from {{ ref('stg_events') }} as e
inner join {{ ref('stg_decisions') }} as d on e.decision_id = d.decision_id
where
  e.event_type in ('impression', 'click', 'purchase')
  and e.decision_id != ''
  and {{ within_reward('e.occurred_at', 'd.decided_at') }}
group by d.decision_id
