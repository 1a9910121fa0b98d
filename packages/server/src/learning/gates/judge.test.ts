import { describe, expect, it } from 'vitest';
import { emptyReport } from '../registry/model-report.ts';
import type { ModelVersion } from '../registry/model-version.ts';
import { builtIn } from '../registry/records.ts';
import type { RankerMetrics } from '../training/assess.ts';
import { defaultGates } from './gate-settings.ts';
import { describeRefusal, type Judged, judge } from './judge.ts';
import type { OffPolicyReport } from './off-policy-report.ts';

const measured = (mean: number, half = 0.01) => ({ mean, low: mean - half, high: mean + half });

interface Figures {
  against?: string;
  gain?: { mean: number; low: number; high: number };
  error?: number;
  coverage?: number;
  before?: number;
  offPolicy?: Partial<OffPolicyReport>;
  latencyMs?: number;
}

const logged: OffPolicyReport = {
  ...{ placement: 'home', policy: 'epsilonGreedy(0.1)', reward: 'click', from: 0, to: 1, decisions: 4000 },
  ...{ ranks: 4, leftOut: [], effectiveSlots: 5000, unsupportedShare: 0, problem: null },
  ...{
    served: measured(0.5),
    snips: measured(0.55),
    doublyRobust: measured(0.54),
    lift: measured(0.08, 0.05),
  },
};

/** A version with the metrics that a training reports. */
function judged(version: number, figures: Figures = {}): Judged {
  const {
    against = 'heuristic',
    gain = measured(0.05),
    error = 0.01,
    coverage = 0.5,
    before = 0.5,
  } = figures;
  const { offPolicy, latencyMs = 1 } = figures;
  const metrics = {
    k: 10,
    comparisons: [{ method: 'ranker', against, ratio: null, difference: gain }],
    probabilities: { expectedCalibrationError: error },
    beyondAccuracy: { ranker: { coverage }, [against]: { coverage: before } },
  };
  const record: ModelVersion = {
    ...builtIn(['a'], 'test'),
    ...{ name: 'ranker', version, kind: 'trees', summary: { expectedCalibrationError: error } },
  };
  const report = {
    ...{ ...emptyReport, metrics: metrics as unknown as RankerMetrics },
    offPolicy: offPolicy === undefined ? null : { ...logged, ...offPolicy },
  };
  return { version: record, report, latencyMs };
}

const failed = (gates: ReturnType<typeof judge>) =>
  gates.filter(({ passed }) => !passed).map(({ name }) => name);

describe('gates', () => {
  it('let a version pass that is better beyond chance and keeps the rest', () => {
    const gates = judge(judged(1), undefined);
    expect(failed(gates)).toEqual([]);
    expect(gates.map(({ name }) => name)).toEqual([
      ...['quality', 'calibration', 'latency', 'coverage', 'offPolicy'],
    ]);
    expect(gates[0]).toMatchObject({ value: 0.04, threshold: 0, margin: 0.04, rule: 'above' });
    expect(gates[1].margin).toBeCloseTo(0.01);
  });

  it.each<[string, Figures, string]>([
    ['quality', { gain: { mean: 0.02, low: -0.004, high: 0.044 } }, 'short by 0.004'],
    ['quality', { gain: { mean: 0, low: 0, high: 0 } }, 'short by 0'],
    ['calibration', { error: 0.05 }, 'over by 0.03'],
    ['latency', { latencyMs: 7.5 }, 'over by 2.5 ms'],
    ['coverage', { coverage: 0.3, before: 0.5 }, 'short by 10.0 %'],
    [
      'offPolicy',
      { offPolicy: { lift: measured(-0.05, 0.1) } },
      'lower end -15.0 %, at least -10.0 % is needed, short by 5.0 %',
    ],
  ])('refuse by %s and say by how much', (name, figures, by) => {
    const gates = judge(judged(1, figures), undefined);
    expect(failed(gates)).toEqual([name]);
    expect(describeRefusal(gates)).toContain(by);
  });

  it('hold a version against the champion of now, not of its own time', () => {
    const champion = judged(2, { error: 0.04, latencyMs: 6 });
    expect(failed(judge(judged(3, { against: 'ranker@2', error: 0.042, latencyMs: 8 }), champion))).toEqual(
      [],
    );
    const stale = judge(judged(3, { against: 'ranker@1' }), champion);
    expect(failed(stale)).toEqual(['quality', 'coverage']);
    expect(describeRefusal(stale)).toContain('not compared with ranker@2');
  });

  it('look at logged decisions only when there are some, and say what is wanting when they cannot judge', () => {
    const gateOf = (offPolicy: Partial<OffPolicyReport> | undefined, settings = defaultGates) =>
      judge(judged(1, { offPolicy }), undefined, settings).find(({ name }) => name === 'offPolicy')!;
    expect(gateOf({})).toMatchObject({ passed: true, skipped: false, value: 0.03, threshold: -0.1 });
    expect(gateOf(undefined)).toMatchObject({ passed: true, skipped: true });
    const few = { effectiveSlots: 112.4 };
    expect(gateOf(few)).toMatchObject({ passed: true, skipped: true, value: 112.4, threshold: 200 });
    const strict = { ...defaultGates, offPolicyWithoutSupport: 'refuse' as const };
    expect(gateOf(few, strict)).toMatchObject({
      ...{ passed: false, skipped: false },
      detail: expect.stringContaining(
        'worth 112 slots for this model (effective sample size), at least 200 are needed, short by 87.6',
      ),
    });
    expect(gateOf({ ...few, lift: measured(-0.4, 0.2) })).toMatchObject({ passed: false, skipped: false });
    const guessed = { unsupportedShare: 0.9, lift: measured(-0.4, 0.2) };
    expect(gateOf(guessed)).toMatchObject({ passed: true, skipped: true, value: 0.9, threshold: 0.05 });
    expect(gateOf({ unsupportedShare: 0.2 }, strict).detail).toContain('over by 15.0 %');
    expect(gateOf(undefined, strict)).toMatchObject({ passed: true, skipped: true });
  });

  it('give the sentence as a code with its figures, for readers of other languages', () => {
    const gates = judge(judged(1, { offPolicy: {} }), undefined);
    expect(gates.map(({ code }) => code)).toEqual(['gain', ...new Array(4).fill('measured')]);
    expect(gates[0].figures).toEqual({
      k: 10,
      against: 'heuristic',
      mean: 0.05,
      low: 0.04,
      high: 0.060000000000000005,
    });
    expect(gates[3].figures).toEqual({ against: 'heuristic', own: 0.5, before: 0.5 });
    expect(gates[4].figures).toMatchObject({
      reward: 'click',
      decisions: 4000,
      slots: 5000,
      share: 0.08,
      served: 0.5,
    });
    const few = judge(judged(1, { offPolicy: { effectiveSlots: 112.4 } }), undefined)[4];
    expect(few).toMatchObject({ code: 'fewSlots', figures: { decisions: 4000, figure: 112.4, limit: 200 } });
    expect(judge(judged(1), undefined)[4]).toMatchObject({ code: 'noDecisions', figures: {} });
  });

  it('refuse what was never evaluated', () => {
    const imported = judged(1);
    imported.report = emptyReport;
    expect(failed(judge(imported, undefined))).toEqual(['quality', 'calibration', 'coverage']);
  });
});
