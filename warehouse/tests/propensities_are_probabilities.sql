-- Off-policy estimates divide by propensities: all must lie in (0, 1].
select decision_id, position, item_id, propensity
from {{ ref('stg_decision_slots') }}
where not (propensity > 0 and propensity <= 1)
