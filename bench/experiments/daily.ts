/**
 * One metric as of the end of each of 14 days, from the warehouse, in one reading. Baseline in the same run: a
 * reading for each day.
 * Run: node bench/experiments/daily.ts [customers, default 1000000] [--events 6]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dailyResults } from '../../packages/server/src/experimentation/results/daily-results.ts';
import { StatisticsReader } from '../../packages/server/src/experimentation/results/read-statistics.ts';
import { openWarehouse } from '../../packages/server/src/stores/warehouse/chdb-warehouse.ts';
import { machine, option } from '../ingestion/machine.ts';
import { daysRun, exampleExperiment, fillWorld, start } from './world.ts';

const argument = process.argv[2];
const customers = argument === undefined || argument.startsWith('--') ? 1_000_000 : Number(argument);
const perCustomer = option('events', 6);
const dayMs = 86_400_000;

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}

const dir = mkdtempSync(join(tmpdir(), 'bench-daily-'));
try {
  console.log(machine());
  const warehouse = await openWarehouse(dir, { namespace: '' });
  await fillWorld(warehouse, customers, perCustomer);
  const stored = exampleExperiment();
  const now = start + daysRun * dayMs - 1;
  for (const key of ['buyers', 'revenue', 'ordersPerView', 'returned']) {
    const metric = stored.experiment.metrics.find((one) => one.key === key)!;
    const only = { ...stored.experiment, metrics: [metric] };
    const days = await seconds(() => dailyResults(warehouse, stored, now, { metric: key }));
    const apart = await seconds(async () => {
      const whole = new StatisticsReader(warehouse, only, { from: start, to: now + 1, now }, undefined);
      const [exposures, caps] = await Promise.all([whole.exposures(), whole.caps()]);
      for (let end = start + dayMs; end <= now + 1; end += dayMs) {
        const period = { from: start, to: end, now: end - 1 };
        await new StatisticsReader(warehouse, only, period, undefined).read(undefined, undefined, {
          exposures,
          caps,
        });
      }
    });
    console.log(
      `${key}: ${days.toFixed(2)} s for ${daysRun} days in one reading, ${apart.toFixed(2)} s in one for each day (${(days / apart).toFixed(2)} ×)`,
    );
  }
  await warehouse.close();
} finally {
  rmSync(dir, { recursive: true });
}
