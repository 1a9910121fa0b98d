-- Every purchase belongs to exactly one person: what persons bought adds up to what was bought.
select marts.purchases as in_customer_360, staged.purchases as in_events
from (select sum(purchases) as purchases from {{ ref('customer_360') }}) as marts
cross join (
  select count() as purchases
  from {{ ref('stg_events') }}
  where event_type = 'purchase' and (customer_id != '' or anonymous_id != '')
) as staged
where marts.purchases != staged.purchases
