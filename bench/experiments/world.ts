import type { Experiment } from '../../packages/server/src/experimentation/definition.ts';
import type { StoredExperiment } from '../../packages/server/src/experimentation/experiment-service.ts';
import { parseExperiment } from '../../packages/server/src/experimentation/parse-experiment.ts';
import type { Warehouse } from '../../packages/server/src/stores/warehouse/warehouse.ts';

const dayMs = 86_400_000;
export const start = Date.UTC(2026, 0, 15);
export const daysRun = 14;

/** Ten metrics of the usual kinds over the events of a shop. */
const metrics: Experiment['metrics'] = [
  { key: 'buyers', kind: 'proportion', role: 'goal', events: ['purchase'] },
  { key: 'orders', kind: 'mean', of: 'count', role: 'secondary', events: ['purchase'] },
  { key: 'pieces', kind: 'mean', of: 'quantity', role: 'secondary', events: ['purchase'] },
  { key: 'revenue', kind: 'revenue', role: 'goal', events: ['purchase'], currency: 'BRL' },
  { key: 'views', kind: 'mean', of: 'count', role: 'secondary', events: ['page_view'] },
  { key: 'carts', kind: 'proportion', role: 'secondary', events: ['add_to_cart'] },
  { key: 'clicks', kind: 'mean', of: 'count', role: 'secondary', events: ['click'] },
  {
    ...{ key: 'ordersPerView', kind: 'ratio', of: 'count', role: 'secondary' },
    ...{ events: ['purchase'], denominator: ['page_view'] },
  },
  { key: 'returned', kind: 'retention', role: 'secondary', events: ['page_view'], fromDay: 1, toDay: 7 },
  { key: 'refunds', kind: 'proportion', role: 'guardrail', direction: 'decrease', events: ['refund'] },
];

/** A running experiment with two variants and those metrics. */
export function exampleExperiment(change: Partial<Experiment> = {}): StoredExperiment {
  const parsed = parseExperiment({
    key: 'bench',
    hypothesis: 'It sells more.',
    variants: [
      { key: 'control', weight: 0.5, effect: { kind: 'none' } },
      { key: 'new', weight: 0.5, effect: { kind: 'none' } },
    ],
    metrics,
    ...change,
  });
  return {
    ...parsed,
    state: 'running',
    startedAt: start,
    stoppedAt: null,
    ending: null,
    createdAt: start,
    updatedAt: start,
    edits: [],
    version: 1,
  };
}

const columns =
  'offset, type, message_id, customer_id, timestamp, received_at, value, quantity, currency, channel, device, properties, origin';

/** One exposure a customer, spread over the days. */
const exposures = `INSERT INTO events (${columns})
  SELECT number, 'exposure', toString(number), concat('customer-', toString(number)),
    fromUnixTimestamp64Milli(toInt64({start:Int64} + h % {span:UInt64}), 'UTC') AS at, at, NULL, NULL, '',
    ['web', 'app', 'store'][h % 3 + 1], ['desktop', 'mobile'][intDiv(h, 3) % 2 + 1],
    concat('{"experiment":"bench","variant":"', if(cityHash64(number, 'v') % 2 = 0, 'control', 'new'),
      '","segments":["new","mobile"]}'), 'live'
  FROM (SELECT number, cityHash64(number, 'e') AS h FROM numbers({first:UInt64}, {count:UInt64}))`;

/** What customers do from two weeks before the start to the end. */
const events = `INSERT INTO events (${columns})
  SELECT number, multiIf(h % 100 < 60, 'page_view', h % 100 < 80, 'click', h % 100 < 92, 'add_to_cart',
      h % 100 < 99, 'purchase', 'refund') AS made,
    toString(number), concat('customer-', toString(intDiv(h, 100) % {customers:UInt64})),
    fromUnixTimestamp64Milli(toInt64({start:Int64} - {span:UInt64} + intDiv(h, 7919) % (2 * {span:UInt64})), 'UTC') AS at,
    at, if(made = 'purchase', exp((h % 2000) / 500), NULL), if(made = 'purchase', 1 + h % 3, NULL),
    if(made = 'purchase', 'BRL', ''), 'web', 'mobile', '', 'live'
  FROM (SELECT number, cityHash64(number) AS h FROM numbers({first:UInt64}, {count:UInt64}))`;

/** Fills a warehouse, block by block: an exposure and `perCustomer` events for each customer. */
export async function fillWorld(warehouse: Warehouse, customers: number, perCustomer: number): Promise<void> {
  const block = 200_000;
  const shared = { start, span: daysRun * dayMs };
  for (const [sql, rows] of [
    [exposures, customers],
    [events, customers * perCustomer],
  ] as const) {
    for (let first = 0; first < rows; first += block) {
      const count = Math.min(block, rows - first);
      await warehouse.command(sql, {
        ...shared,
        ...(sql === events ? { customers } : {}),
        ...{ first, count },
      });
    }
  }
}
