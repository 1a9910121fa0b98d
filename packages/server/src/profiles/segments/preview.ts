import { setImmediate } from 'node:timers/promises';
import type { FeatureEngine } from '../../features/feature-engine.ts';
import { compileSegments } from './compile.ts';
import type { SegmentRule } from './definition.ts';
import { SubjectReader } from './subject.ts';

/** Main-thread time between two turns of the event loop, ms. */
const sliceMs = 2;
const stride = 64;

export interface RulePreview {
  /** Customers and visitors that the rule holds for now. */
  matching: number;
  /** Of how many. */
  customers: number;
  /** Rows of matching customers, those who did something last first. */
  sample: number[];
}

/**
 * Counts whom a rule holds for at `at`, in slices that leave the server time to answer. Throws
 * `invalid_request` for a wrong rule and the signal's reason when it is cancelled.
 */
export async function previewRule(
  engine: FeatureEngine,
  rule: SegmentRule,
  { at, sample, signal }: { at: number; sample: number; signal: AbortSignal },
): Promise<RulePreview> {
  const compiled = compileSegments([{ name: 'Preview', rule }], engine);
  const [test] = compiled.tests;
  const reader = new SubjectReader(engine, compiled);
  const { customers } = engine;
  const rows: number[] = [];
  const times: number[] = [];
  let matching = 0;
  let looked = 0;
  let sliceEnd = performance.now() + sliceMs;
  for (let row = 0; row < customers.rows; row++) {
    if (row % stride === 0 && performance.now() >= sliceEnd) {
      await setImmediate();
      signal.throwIfAborted();
      sliceEnd = performance.now() + sliceMs;
    }
    if (customers.key(row) === undefined) continue;
    looked++;
    if (!test(reader.read(row, at))) continue;
    matching++;
    keepLatest(row, engine.lastInteraction(row) ?? 0);
  }
  // Between the slices a row may have been merged, erased, or given to somebody else.
  const known = rows.filter((row) => customers.key(row) !== undefined && test(reader.read(row, at)));
  return { matching, customers: looked, sample: known };

  function keepLatest(row: number, time: number): void {
    if (rows.length === sample && time <= times[sample - 1]) return;
    let i = Math.min(rows.length, sample);
    while (i > 0 && times[i - 1] < time) i--;
    rows.splice(i, 0, row);
    times.splice(i, 0, time);
    if (rows.length > sample) {
      rows.pop();
      times.pop();
    }
  }
}
