-- Daily figures of policies count every decision once.
select daily.decisions as in_days, single.decisions as in_outcomes
from (select sum(decisions) as decisions from {{ ref('policy_daily_returns') }}) as daily
cross join (select count() as decisions from {{ ref('decision_outcomes') }}) as single
where daily.decisions != single.decisions
