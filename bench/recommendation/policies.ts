/**
 * What one decision costs under each policy, beside greedy in the same run: 200 candidates, 12 shown, the
 * features of personalize.config.ts, everything from the request to the applied decision record but the wait
 * for the journal. Each policy first learns from some hundred decisions and their clicks.
 *
 *   node bench/recommendation/policies.ts [--items 20000] [--requests 1000] [--warm 300]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Random } from '../../packages/learn/src/index.ts';
import { loadConfig } from '../../packages/server/src/define-config.ts';
import type { Placement, PolicyConfig } from '../../packages/server/src/recommendation/index.ts';
import { openShop } from '../../packages/server/src/recommendation/testing/shop.ts';

const { values } = parseArgs({
  options: {
    items: { type: 'string', default: '20000' },
    requests: { type: 'string', default: '1000' },
    warm: { type: 'string', default: '300' },
  },
});
const items = Number(values.items);
const requests = Number(values.requests);
const warm = Number(values.warm);
const customers = 2000;
const candidates = 200;
const slots = 12;

const { features } = await loadConfig(new URL('../../personalize.config.ts', import.meta.url).pathname);
const dir = mkdtempSync(join(tmpdir(), 'policies-'));
const shop = await openShop({ dir, features });
const random = new Random(20260601);
for (let i = 0; i < items; i++) {
  shop.item({
    itemId: `item-${i}`,
    category: `category ${i % 300}`,
    price: 1 + (i % 97) / 3,
    currency: 'USD',
    attributes: { department: `department ${i % 30}`, brand: `brand ${i % 500}` },
  });
}
const types = ['page_view', 'page_view', 'click', 'add_to_cart', 'purchase'];
for (let n = 0; n < 60_000; n++) {
  shop.clock.now += 1000;
  shop.event({
    type: random.choice(types),
    customerId: `c${random.int(customers)}`,
    itemId: `item-${Math.floor(random.uniform() ** 3 * items)}`,
    value: 5,
  });
}
shop.rebuild();

const learners: PolicyConfig[] = [
  { kind: 'betaThompson' },
  { kind: 'gaussianThompson', reward: 'value' },
  { kind: 'linUcb' },
  { kind: 'linearThompson' },
  { kind: 'bootstrappedTrees' },
];
const policies: PolicyConfig[] = [
  { kind: 'greedy' },
  { kind: 'epsilonGreedy', epsilon: 0.05 },
  { kind: 'softmax', temperature: 0.1 },
  ...learners,
  { kind: 'softmax', temperature: 0.1, reach: candidates - slots },
  ...learners.map((policy) => ({ ...policy, reach: candidates - slots }) as PolicyConfig),
];

function placementOf(policy: PolicyConfig): Placement {
  return {
    name: 'slot',
    title: 'Slot',
    sources: [
      { name: 'popular', limit: candidates },
      { name: 'affinity', limit: 60 },
    ],
    filters: [],
    ranker: 'heuristic',
    policy,
    diversity: { lambda: 0.7, caps: [] },
    fallback: ['popular'],
    candidateLimit: candidates,
    defaultLimit: slots,
    logFeatures: false,
    enabled: true,
  };
}

/** CPU time of this thread, ms: what other processes take does not count. */
function cpu(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

async function decide(): Promise<{ ms: number; eligible: number }> {
  const customerId = `c${random.int(customers)}`;
  const start = performance.now();
  const {
    decisionId,
    recommendations,
    candidates: counts,
  } = await shop.recommender.recommend({
    customerId,
    placement: 'slot',
  });
  const ms = performance.now() - start;
  for (const { itemId } of recommendations.slice(0, 3)) {
    if (random.uniform() < 0.1) shop.event({ type: 'click', customerId, itemId, decisionId });
  }
  return { ms, eligible: counts.eligible };
}

console.log(
  `${cpus()[0].model}, ${cpus().length} cores, load ${loadavg()[0].toFixed(1)}, Node ${process.version}`,
);
console.log(
  `${items} items, ${requests} requests, ${slots} shown; ms per decision: CPU mean, wall p50, wall p99\n`,
);
for (const policy of policies) {
  const placement = placementOf(policy);
  shop.placements.set('slot', placement);
  for (let i = 0; i < warm; i++) await decide();
  for (const due of shop.policies.reports.dueFits([placement])) {
    await shop.policies.refits.run(due, 1, new AbortController().signal);
  }
  const times: number[] = [];
  let eligible = 0;
  const before = cpu();
  for (let i = 0; i < requests; i++) {
    const made = await decide();
    times.push(made.ms);
    eligible += made.eligible / requests;
  }
  const mean = ((cpu() - before) / requests).toFixed(3).padStart(8);
  times.sort((a, b) => a - b);
  const at = (q: number) => times[Math.floor((times.length - 1) * q)].toFixed(3).padStart(8);
  const pool = policy.kind === 'greedy' ? slots : slots + (('reach' in policy && policy.reach) || 30);
  console.log(
    `${policy.kind.padEnd(20)} ${String(pool).padStart(4)} of ${Math.round(eligible)} candidates ${mean} ${at(0.5)} ${at(0.99)}`,
  );
}
await shop.close();
rmSync(dir, { recursive: true });
