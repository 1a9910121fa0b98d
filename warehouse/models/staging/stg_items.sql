-- FINAL: the newest version of each item, without those that were removed.
select
  item_id,
  title,
  category,
  price,
  currency,
  tags,
  attributes,
  hidden = 1 as is_hidden,
  received_at as updated_at
from {{ source('personalization', 'items') }} final
