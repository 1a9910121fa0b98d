import { eventRows, whole } from '../results/subjects.ts';
import { instant, type RiskReward } from './arm-series.ts';

/** As live rewards: an event this long after its decision earns it nothing, clocks may differ by a minute. */
export const rewardHours = 24;

/** SQL: whether an event at `event` may be credited to a decision at `decision`. */
export function within(event: string, decision: string): string {
  return `${event} >= ${decision} - toIntervalMinute(1) AND ${event} <= ${decision} + toIntervalHour(${rewardHours})`;
}

const period = `timestamp >= ${instant('from')} AND timestamp < ${instant('last')}`;

/** Events of one type that name no decision. An impression without its decision is only believed with a placement. */
function loose(type: 'click' | 'impression' | 'purchase'): string {
  const placed = type === 'impression' ? " AND placement != ''" : '';
  return eventRows(
    ['offset', 'item_id', 'timestamp', 'value', 'placement'],
    `type = '${type}' AND decision_id = '' AND item_id != ''${placed} AND ${period}`,
    whole,
  );
}

/** Slots of the decisions of whoever did something without naming a decision. */
function slots(doers: string): string {
  const rows = eventRows(
    ['decision_id', 'timestamp', 'offset', 'placement', '`slots.item_id` AS shown'],
    period,
    whole,
    'decisions',
  );
  return `SELECT who, decision_id, timestamp, offset, placement, arrayJoin(shown) AS item_id FROM (${rows})
    WHERE who IN (SELECT who FROM (${doers}))`;
}

/** Each loose event with the newest decision of the same customer that showed its item; of its placement, if named. */
function lastTouch(events: string, touched: string): string {
  return `SELECT argMax(s.decision_id, (s.timestamp, s.offset)) AS decision_id, any(e.item_id) AS item_id,
      any(e.timestamp) AS timestamp, any(e.value) AS value
    FROM (${events}) AS e INNER JOIN (${slots(events)}) AS s ON e.who = s.who AND e.item_id = s.item_id
    WHERE (e.placement = '' OR e.placement = s.placement) AND ${within('e.timestamp', 's.timestamp')}${touched}
    GROUP BY e.offset`;
}

function named(types: string): string {
  return `SELECT decision_id, item_id, timestamp, value FROM events
    WHERE type IN (${types}) AND decision_id != '' AND ${period}`;
}

/**
 * SQL of what earns decisions a reward, as (decision_id, item_id, timestamp, value): events that name their
 * decision, else by last touch as in service, where a purchase needs a slot that was seen or clicked. Parameters:
 * `from`, when the first decision was made, and `last`, when the last event may have happened.
 */
export function credited(reward: RiskReward): string {
  if (reward === 'click') return `${named("'click'")} UNION ALL ${lastTouch(loose('click'), '')}`;
  const seen = `SELECT decision_id, item_id FROM (${named("'click', 'impression'")}
    UNION ALL ${lastTouch(loose('click'), '')} UNION ALL ${lastTouch(loose('impression'), '')})`;
  const touched = ` AND (s.decision_id, s.item_id) IN (${seen})`;
  return `${named("'purchase'")} UNION ALL ${lastTouch(loose('purchase'), touched)}`;
}
