import { type Arm, type ArmQuery, instant, maxArms, type Queries } from './arm-series.ts';

interface Reached {
  campaign: string;
  day: string;
  customers: string | number;
}
interface Earned {
  campaign: string;
  day: string;
  inside: number;
  whole: number;
}

const dayMs = 86_400_000;

/** Customers that a campaign reached, with the day, by `campaign_received` events with `properties.campaignId`. */
const received = `SELECT JSONExtractString(properties, 'campaignId') AS campaign, customer_id,
    min(toDate(timestamp, {timeZone:String})) AS start
  FROM events
  WHERE type = 'campaign_received' AND customer_id != '' AND timestamp < ${instant('to')}
  GROUP BY campaign, customer_id HAVING campaign != ''`;

/** The day on which each customer was first heard of, or that on which the period begins. */
const known = `SELECT customer_id,
    greatest(min(toDate(timestamp, {timeZone:String})), toDate(${instant('from')}, {timeZone:String})) AS first
  FROM events WHERE customer_id != '' AND timestamp < ${instant('to')} GROUP BY customer_id`;

const amount = {
  click: 'toFloat64(count())',
  conversion: 'toFloat64(count())',
  value: 'sum(ifNull(value, 0))',
} as const;

/**
 * Reward per customer and day of each campaign, from its arrival on for `campaignDays`, beside that of the
 * customers that it never reached and that had been heard of by then: the holdout, as far as who was reached was
 * left to chance.
 */
export async function campaignArms(warehouse: Queries, query: ArmQuery): Promise<Arm[]> {
  const { reward, from, to, timeZone, campaignDays } = query;
  const type = reward === 'click' ? 'click' : 'purchase';
  const params = { from, to, timeZone, type, campaignDays };
  const earned = `SELECT customer_id, toDate(timestamp, {timeZone:String}) AS day, ${amount[reward]} AS amount
    FROM events
    WHERE type = {type:String} AND customer_id != ''
      AND timestamp >= ${instant('from')} AND timestamp < ${instant('to')}
    GROUP BY customer_id, day`;
  const ask = async <R>(sql: string) => (await warehouse.query<R>(sql, params, { timeoutMs: 30_000 })).rows;
  const reached = await ask<Reached>(
    `SELECT campaign, toString(start) AS day, count() AS customers FROM (${received}) GROUP BY campaign, start`,
  );
  if (reached.length === 0) return [];
  const own = await ask<Earned>(
    `SELECT r.campaign AS campaign, toString(e.day) AS day,
       sumIf(e.amount, e.day >= r.start AND e.day < r.start + {campaignDays:UInt32}) AS inside,
       sum(e.amount) AS whole
     FROM (${earned}) AS e INNER JOIN (${received}) AS r ON e.customer_id = r.customer_id
     GROUP BY campaign, day`,
  );
  const all = await ask<{ day: string; amount: number }>(
    `SELECT toString(day) AS day, sum(amount) AS amount FROM (${earned}) GROUP BY day`,
  );
  const heard = await ask<Reached>(
    `SELECT '' AS campaign, toString(first) AS day, count() AS customers FROM (${known}) GROUP BY first
     UNION ALL
     SELECT r.campaign AS campaign, toString(k.first) AS day, count() AS customers
     FROM (${received}) AS r INNER JOIN (${known}) AS k ON r.customer_id = k.customer_id
     GROUP BY r.campaign, k.first`,
  );
  return armsOf(reached, own, new Map(all.map(({ day, amount }) => [day, amount])), heard, query);
}

function armsOf(
  reached: readonly Reached[],
  own: readonly Earned[],
  all: ReadonlyMap<string, number>,
  heard: readonly Reached[],
  { from, to, campaignDays }: ArmQuery,
): Arm[] {
  const starts = new Map<string, Map<number, number>>();
  for (const { campaign, day, customers: count } of reached) {
    const days = starts.get(campaign) ?? new Map<number, number>();
    starts.set(campaign, days.set(Date.parse(day), Number(count)));
  }
  const earned = new Map(own.map((one) => [`${one.campaign} ${one.day}`, one]));
  const size = (days: ReadonlyMap<number, number>) => [...days.values()].reduce((sum, n) => sum + n, 0);
  const arms: Arm[] = [];
  const largest = [...starts].sort((a, b) => size(b[1]) - size(a[1])).slice(0, maxArms);
  for (const [name, days] of largest) {
    const arm: Arm = { name, control: null, days: [], treated: [], controls: [] };
    const heardOf = heard.filter(({ campaign }) => campaign === '' || campaign === name);
    const first = Math.max(Math.min(...days.keys()), Math.floor(from / dayMs) * dayMs);
    const end = Math.min(Math.max(...days.keys()) + campaignDays * dayMs, to);
    for (let at = first; at < end; at += dayMs) {
      const day = new Date(at).toISOString().slice(0, 10);
      let count = 0;
      for (const [start, reachedThen] of days) {
        if (start <= at && at < start + campaignDays * dayMs) count += reachedThen;
      }
      const found = earned.get(`${name} ${day}`);
      arm.days.push(day);
      arm.treated.push({ count, reward: found?.inside ?? 0 });
      arm.controls.push({
        count: heldBy(day, heardOf),
        reward: Math.max(0, (all.get(day) ?? 0) - (found?.whole ?? 0)),
      });
    }
    arms.push(arm);
  }
  return arms;
}

/**
 * Customers that the campaign never reached, of those who had been heard of by the end of a day.
 * @param heardOf by the day on which they were, all of them (no campaign) and those that it reached
 */
function heldBy(end: string, heardOf: readonly Reached[]): number {
  let held = 0;
  for (const { campaign, day, customers } of heardOf) {
    if (day <= end) held += campaign === '' ? Number(customers) : -Number(customers);
  }
  return held;
}
