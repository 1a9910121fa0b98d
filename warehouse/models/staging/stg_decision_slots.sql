select
  decision_id,
  decided_at,
  placement,
  policy,
  position,
  item_id,
  source,
  score,
  propensity
from {{ ref('stg_decisions') }}
array join
  item_ids as item_id,
  sources as source,
  scores as score,
  propensities as propensity,
  arrayEnumerate(item_ids) as position
