-- FINAL: the latest customer that an anonymous visitor turned out to be.
select
  anonymous_id,
  customer_id,
  received_at as linked_at
from {{ source('personalization', 'aliases') }} final
where customer_id != ''
