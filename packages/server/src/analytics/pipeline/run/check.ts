import type { Warehouse } from '../../../stores/warehouse/warehouse.ts';
import type { FreshnessLimit, ManifestNode } from '../manifest.ts';
import { sqlName } from './relations.ts';
import type { NodeResult, Sample } from './results.ts';

export interface CheckContext {
  warehouse: Pick<Warehouse, 'query'>;
  signal: AbortSignal;
  timeoutMs: number;
  /** Epoch ms. */
  now(): number;
}

type Checked = Pick<NodeResult, 'status' | 'failures' | 'sample' | 'message'>;

/** Rows, columns and characters kept of what breaks a test. */
const sampleRows = 20;
const sampleColumns = 20;
const sampleText = 200;

/** A test passes when its statement finds no rows. */
export async function checkTest(node: ManifestNode, context: CheckContext): Promise<Checked> {
  const { signal, timeoutMs } = context;
  const options = { signal, timeoutMs };
  const counted = await context.warehouse.query<{ failures: number }>(
    `SELECT count() AS failures FROM (\n${node.sql}\n)`,
    {},
    options,
  );
  const failures = Number(counted.rows[0]?.failures ?? 0);
  if (failures === 0) return { status: 'pass', failures, sample: null, message: '' };
  const { rows } = await context.warehouse.query<Record<string, unknown>>(
    `SELECT * FROM (\n${node.sql}\n) LIMIT ${sampleRows}`,
    {},
    options,
  );
  return {
    status: node.test?.severity === 'warn' ? 'warn' : 'fail',
    failures,
    sample: sampleOf(rows),
    message: `${failures} ${failures === 1 ? 'row breaks' : 'rows break'} it`,
  };
}

function sampleOf(rows: readonly Record<string, unknown>[]): Sample {
  const columns = Object.keys(rows[0] ?? {}).slice(0, sampleColumns);
  const text = (value: unknown): string | null => {
    if (value === null || value === undefined) return null;
    const whole = typeof value === 'string' ? value : JSON.stringify(value);
    return whole.length > sampleText ? `${whole.slice(0, sampleText - 1)}…` : whole;
  };
  return { columns, rows: rows.map((row) => columns.map((name) => text(row[name]))) };
}

const periodMs = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** How old the newest row of a source is. */
export async function checkFreshness(node: ManifestNode, context: CheckContext): Promise<Checked> {
  const { freshness, relation } = node;
  if (freshness === null || relation === null)
    return { status: 'pass', failures: null, sample: null, message: '' };
  const { signal, timeoutMs } = context;
  const { rows } = await context.warehouse.query<{ at: number; rows: number }>(
    `SELECT toUnixTimestamp64Milli(toDateTime64(max(${freshness.loadedAtField}), 3, 'UTC')) AS at, count() AS rows FROM ${sqlName(relation)}`,
    {},
    { signal, timeoutMs },
  );
  const result = { failures: null, sample: null };
  if (Number(rows[0]?.rows ?? 0) === 0) return { ...result, status: 'warn', message: 'it has no rows yet' };
  const age = Math.max(0, context.now() - Number(rows[0].at));
  const over = (limit: FreshnessLimit | null) => limit !== null && age > limit.count * periodMs[limit.period];
  const message = `its newest row is ${ageText(age)} old`;
  if (over(freshness.errorAfter)) return { ...result, status: 'fail', message };
  return { ...result, status: over(freshness.warnAfter) ? 'warn' : 'pass', message };
}

function ageText(ms: number): string {
  for (const unit of ['day', 'hour', 'minute'] as const) {
    const count = Math.floor(ms / periodMs[unit]);
    if (count > 0) return `${count} ${unit}${count === 1 ? '' : 's'}`;
  }
  return 'less than a minute';
}
