-- FINAL: the latest value of each attribute; 'null' means that it was removed.
select
  customer_id,
  anonymous_id,
  attribute,
  value,
  received_at as updated_at
from {{ source('personalization', 'customers') }} final
where value != 'null'
