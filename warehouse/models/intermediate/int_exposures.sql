-- Who was shown which variant, from their first exposure on. Whoever saw two variants of one experiment is left
-- out: their outcomes belong to neither.
select
  person_id,
  JSONExtractString(properties, 'experiment') as experiment,
  any(JSONExtractString(properties, 'variant')) as variant,
  min(occurred_at) as exposed_at
from {{ ref('int_person_events') }}
where event_type = 'exposure'
group by person_id, experiment
having uniqExact(JSONExtractString(properties, 'variant')) = 1 and experiment != ''
