select
  offset as event_offset,
  message_id,
  type as event_type,
  customer_id,
  anonymous_id,
  item_id,
  timestamp as occurred_at,
  received_at,
  ifNull(value, 0) as value,
  ifNull(quantity, 0) as quantity,
  currency,
  channel,
  device,
  placement,
  decision_id,
  properties,
  toString(origin) as origin
from {{ source('personalization', 'events') }}
