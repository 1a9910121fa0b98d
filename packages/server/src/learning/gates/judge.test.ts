import { describe, expect, it } from 'vitest';
import type { ModelReport, ModelVersion } from '../registry/model-version.ts';
import { builtIn } from '../registry/records.ts';
import { describeRefusal, type Judged, judge } from './judge.ts';

const measured = (mean: number, half = 0.01) => ({ mean, low: mean - half, high: mean + half });

interface Figures {
  against?: string;
  gain?: { mean: number; low: number; high: number };
  error?: number;
  coverage?: number;
  before?: number;
  corrected?: [own: number, served: number];
  latencyMs?: number;
}

/** A version with the metrics that a training reports. */
function judged(version: number, figures: Figures = {}): Judged {
  const {
    against = 'heuristic',
    gain = measured(0.05),
    error = 0.01,
    coverage = 0.5,
    before = 0.5,
  } = figures;
  const { corrected, latencyMs = 1 } = figures;
  const method = (name: string, value?: number) => ({
    name,
    correctedNdcg: value === undefined ? null : measured(value),
  });
  const metrics = {
    k: 10,
    methods: [method('ranker', corrected?.[0]), method('served', corrected?.[1])],
    comparisons: [{ method: 'ranker', against, ratio: null, difference: gain }],
    probabilities: { expectedCalibrationError: error },
    beyondAccuracy: { ranker: { coverage }, [against]: { coverage: before } },
  };
  const record: ModelVersion = {
    ...builtIn(['a'], 'test'),
    ...{ name: 'ranker', version, kind: 'trees', summary: { expectedCalibrationError: error } },
  };
  const report = { metrics, curves: {}, gates: [], details: {} } as unknown as ModelReport;
  return { version: record, report, latencyMs };
}

const failed = (gates: ReturnType<typeof judge>) =>
  gates.filter(({ passed }) => !passed).map(({ name }) => name);

describe('gates', () => {
  it('let a version pass that is better beyond chance and keeps the rest', () => {
    const gates = judge(judged(1), undefined);
    expect(failed(gates)).toEqual([]);
    expect(gates.map(({ name }) => name)).toEqual(['quality', 'calibration', 'latency', 'coverage']);
    expect(gates[0]).toMatchObject({ value: 0.04, threshold: 0, rule: 'above' });
  });

  it.each<[string, Figures, string]>([
    ['quality', { gain: { mean: 0.02, low: -0.004, high: 0.044 } }, 'short by 0.004'],
    ['quality', { gain: { mean: 0, low: 0, high: 0 } }, 'short by 0'],
    ['calibration', { error: 0.05 }, 'over by 0.03'],
    ['latency', { latencyMs: 7.5 }, 'over by 2.5 ms'],
    ['coverage', { coverage: 0.3, before: 0.5 }, 'short by 10.0 %'],
    ['offPolicy', { corrected: [0.4, 0.5] }, 'short by 0.085'],
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

  it('look at logged decisions only when there are some', () => {
    const gates = judge(judged(1, { corrected: [0.52, 0.5] }), undefined);
    expect(gates.find(({ name }) => name === 'offPolicy')).toMatchObject({ passed: true, rule: 'atLeast' });
  });

  it('refuse what was never evaluated', () => {
    const imported = judged(1);
    imported.report = { metrics: {}, curves: {}, gates: [], details: {} };
    expect(failed(judge(imported, undefined))).toEqual(['quality', 'calibration', 'coverage']);
  });
});
