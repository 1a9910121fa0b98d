-- Every event with the person who did it: what visitors did before they signed in is theirs, too.
select
  event_offset,
  concat('c:', customer_id) as person_id,
  customer_id,
  '' as anonymous_id,
  event_type, item_id, occurred_at, value, quantity, channel, decision_id, properties
from {{ ref('stg_events') }}
where customer_id != ''

union all

select
  e.event_offset as event_offset,
  if(a.customer_id != '', concat('c:', a.customer_id), concat('a:', e.anonymous_id)) as person_id,
  a.customer_id as customer_id,
  if(a.customer_id != '', '', e.anonymous_id) as anonymous_id,
  e.event_type as event_type,
  e.item_id as item_id,
  e.occurred_at as occurred_at,
  e.value as value,
  e.quantity as quantity,
  e.channel as channel,
  e.decision_id as decision_id,
  e.properties as properties
from {{ ref('stg_events') }} as e
left join {{ ref('stg_aliases') }} as a on e.anonymous_id = a.anonymous_id
where e.customer_id = '' and e.anonymous_id != ''
