import type { JsonObject, Origin } from '../stores/journal/record.ts';
import type { Warehouse } from '../stores/warehouse/warehouse.ts';
import { formatCursor, instant, parseCursor } from './time-cursor.ts';

/** Hours after a decision within which an event that names it counts, as live rewards do. */
const rewardHours = 24;

export interface DecisionsQuery {
  placement?: string;
  model?: string;
  policy?: string;
  variant?: string;
  customerId?: string;
  /** Epoch ms; `from` is included, `to` is not. */
  from?: number;
  to?: number;
  /** 1 to 500. */
  limit: number;
  cursor?: string;
}

export interface DecisionSlotRow {
  itemId: string;
  source: string;
  score: number;
  propensity: number;
  clicked: boolean;
  bought: boolean;
  /** Money of its purchases. */
  value: number;
}

/** A logged decision with what it earned by its id. Times are epoch ms. */
export interface StoredDecision {
  decisionId: string;
  timestamp: number;
  customerId: string | null;
  anonymousId: string | null;
  placement: string;
  model: string;
  policy: string;
  variant: string | null;
  fallback: string | null;
  context: JsonObject;
  retrieved: number;
  eligible: number;
  origin: Origin;
  slate: DecisionSlotRow[];
}

interface Row {
  offset: string | number;
  decision_id: string;
  time: string | number;
  customer_id: string;
  anonymous_id: string;
  placement: string;
  model: string;
  policy: string;
  variant: string;
  fallback: string;
  context: string;
  items: string[];
  sources: string[];
  scores: number[];
  propensities: number[];
  retrieved: number;
  eligible: number;
  origin: Origin;
}

interface RewardRow {
  decision_id: string;
  item_id: string;
  clicks: string | number;
  purchases: string | number;
  value: number;
}

const columns = { placement: 'placement', model: 'model', policy: 'policy', variant: 'variant' } as const;

/** Lists decisions, newest first. The cursor stays good while decisions arrive. */
export async function listDecisions(
  warehouse: Pick<Warehouse, 'query'>,
  query: DecisionsQuery,
): Promise<{ data: StoredDecision[]; nextCursor: string | null }> {
  const where: string[] = [];
  const params: Record<string, unknown> = { limit: query.limit + 1 };
  for (const name of ['placement', 'model', 'policy', 'variant'] as const) {
    if (query[name] === undefined) continue;
    where.push(`${columns[name]} = {${name}:String}`);
    params[name] = query[name];
  }
  if (query.customerId !== undefined) {
    where.push(
      "(customer_id = {customerId:String} OR (customer_id = '' AND anonymous_id = {customerId:String}))",
    );
    params.customerId = query.customerId;
  }
  for (const [name, op] of [
    ['from', '>='],
    ['to', '<'],
  ] as const) {
    if (query[name] === undefined) continue;
    where.push(`timestamp ${op} ${instant(name)}`);
    params[name] = query[name];
  }
  if (query.cursor !== undefined) {
    Object.assign(params, parseCursor(query.cursor));
    where.push(`(timestamp, offset) < (${instant('time')}, {offset:UInt64})`);
  }
  const { rows } = await warehouse.query<Row>(
    `SELECT offset, decision_id, toUnixTimestamp64Milli(timestamp) AS time, customer_id, anonymous_id,
       placement, model, policy, variant, fallback, context, slots.item_id AS items, slots.source AS sources,
       slots.score AS scores, slots.propensity AS propensities, retrieved, eligible, origin
     FROM decisions ${where.length === 0 ? '' : `WHERE ${where.join(' AND ')}`}
     ORDER BY timestamp DESC, offset DESC LIMIT {limit:UInt32}`,
    params,
    { timeoutMs: 10_000 },
  );
  const page = rows.slice(0, query.limit);
  const rewards = await rewardsOf(warehouse, page);
  const last = page.at(-1);
  return {
    data: page.map((row) => toDecision(row, rewards)),
    nextCursor: rows.length > query.limit && last !== undefined ? formatCursor(last) : null,
  };
}

async function rewardsOf(
  warehouse: Pick<Warehouse, 'query'>,
  page: readonly Row[],
): Promise<Map<string, RewardRow>> {
  if (page.length === 0) return new Map();
  const times = page.map(({ time }) => Number(time));
  const { rows } = await warehouse.query<RewardRow>(
    `SELECT decision_id, item_id, countIf(type = 'click') AS clicks, countIf(type = 'purchase') AS purchases,
       sumIf(ifNull(value, 0), type = 'purchase') AS value
     FROM events
     WHERE type IN ('click', 'purchase') AND decision_id IN {ids:Array(String)}
       AND timestamp >= ${instant('first')} AND timestamp <= ${instant('last')}
     GROUP BY decision_id, item_id`,
    {
      ids: page.map(({ decision_id }) => decision_id),
      first: Math.min(...times) - 60_000,
      last: Math.max(...times) + rewardHours * 3_600_000,
    },
    { timeoutMs: 10_000 },
  );
  return new Map(rows.map((row) => [`${row.decision_id} ${row.item_id}`, row]));
}

function toDecision(row: Row, rewards: ReadonlyMap<string, RewardRow>): StoredDecision {
  return {
    decisionId: row.decision_id,
    timestamp: Number(row.time),
    customerId: row.customer_id === '' ? null : row.customer_id,
    anonymousId: row.anonymous_id === '' ? null : row.anonymous_id,
    placement: row.placement,
    model: row.model,
    policy: row.policy,
    variant: row.variant === '' ? null : row.variant,
    fallback: row.fallback === '' ? null : row.fallback,
    context: row.context === '' ? {} : (JSON.parse(row.context) as JsonObject),
    retrieved: row.retrieved,
    eligible: row.eligible,
    origin: row.origin,
    slate: row.items.map((itemId, slot) => {
      const earned = rewards.get(`${row.decision_id} ${itemId}`);
      return {
        itemId,
        source: row.sources[slot],
        score: row.scores[slot],
        propensity: row.propensities[slot],
        clicked: Number(earned?.clicks ?? 0) > 0,
        bought: Number(earned?.purchases ?? 0) > 0,
        value: earned?.value ?? 0,
      };
    }),
  };
}
