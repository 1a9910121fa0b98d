import { type LiveReport, playLive } from '../../simulation/world/live/live-world.ts';
import type { PolicyReport } from '../../simulation/world/live/policy-report.ts';
import { World } from '../../simulation/world/world.ts';
import { shareText } from './gain-text.ts';
import type { LiveCommandOptions } from './options.ts';
import { stopAfter } from './stop-after.ts';
import { tellOnce } from './tell-once.ts';

const dayMs = 86_400_000;

/** Customers of the world visit a running server until the signal, or so many decisions. */
export async function runLive(options: LiveCommandOptions, interrupted: AbortSignal): Promise<void> {
  const { seed, customers, items, clickRate, drift, changePoint, changeSize, quiet } = options;
  const name = `bank-${seed}-${items}`;
  const world = new World({
    customers,
    items,
    seed,
    clickRate,
    start: Math.floor(Date.now() / dayMs) * dayMs,
    drift: { perMonth: drift, changePoints: changePoint, changeSize },
    idPrefix: `${name}-`,
  });
  let shown = 0;
  const show = (text: () => string) => {
    if (quiet || performance.now() - shown < 1000) return;
    shown = performance.now();
    process.stdout.write(`\r${text()} `);
  };
  const report = await playLive({
    world,
    name,
    url: options.url,
    key: options.key,
    placements: options.placement,
    slate: options.slate,
    visitsPerMinute: options.visits,
    speed: options.speed,
    decisions: options.decisions,
    signal: stopAfter(options.seconds, interrupted),
    onError: tellOnce(),
    onUpload: (done) => show(() => `${done} of ${items + customers} items and customers sent`),
    onTick: (counts, policies) =>
      show(() => `${counts.decisions} decisions, ${counts.sent} events sent; ${shares(policies)}`),
  });
  if (!quiet) console.log(`\n${text(report, options)}`);
}

/** Each policy's share of the oracle's gain in its last fifth, on one line. */
function shares(policies: readonly PolicyReport[]): string {
  return policies.map(({ policy, lastFifth }) => `${policy} ${shareText(lastFifth.share)}`).join(', ');
}

function text(report: LiveReport, options: LiveCommandOptions): string {
  const { decisions, empty, sent, refused, pending, policies } = report;
  const rows = policies.map(({ placement, policy, clicks, conversions, revenue, all, lastFifth }) => [
    placement,
    policy,
    String(all.decisions),
    String(clicks),
    String(conversions),
    revenue.toFixed(2),
    all.regret.toFixed(1),
    shareText(all.share),
    shareText(lastFifth.share),
  ]);
  const head = [
    'placement',
    'policy',
    'decisions',
    'clicks',
    'conversions',
    'revenue',
    'regret',
    'share',
    'last fifth',
  ];
  return `Simulated world, seed ${options.seed}, ${options.items} items, ${options.customers} customers, at ${options.speed} times the clock.
${decisions} decisions${empty > 0 ? ` (${empty} without any item)` : ''}, ${sent} events sent, ${refused} refused, ${pending} clicks and conversions still to come.

${table([head, ...rows])}
Regret is in expected clicks; share is that of the oracle's gain over uniform, over all items of the world.`;
}

/** Columns as wide as their widest cell; the first two left-aligned. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  return rows
    .map((row) =>
      row.map((cell, i) => (i < 2 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  '),
    )
    .join('\n');
}
