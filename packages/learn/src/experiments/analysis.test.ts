import { describe, expect, it } from 'vitest';
import { type AnalysisOptions, analyseExperiment, type ExperimentInput } from './analysis.ts';
import type { MetricInput } from './metric-analysis.ts';
import type { MetricStatistics } from './metric-statistics.ts';

const conversions = (control: number, treatment: number, n = 20_000): MetricInput['statistics'] => ({
  control: { kind: 'proportion', n, successes: control },
  treatment: { kind: 'proportion', n, successes: treatment },
});
const experiment = (change: Partial<ExperimentInput> = {}): ExperimentInput => ({
  variants: [
    { key: 'control', weight: 0.5, exposures: 20_000 },
    { key: 'treatment', weight: 0.5, exposures: 20_000 },
  ],
  metrics: [{ key: 'conversion', role: 'goal', statistics: conversions(2000, 2300) }],
  plan: { daysRun: 14, plannedSample: 40_000 },
  ...change,
});
const problemOf = (input: ExperimentInput) => analyseExperiment(input).metrics[0].comparisons[0].problem;

describe('analyseExperiment', () => {
  it('ships what improved, with health checks, intervals and posterior beside it', () => {
    const result = analyseExperiment(experiment());
    expect(result.decision).toMatchObject({ action: 'ship', variant: 'treatment' });
    expect(result.sampleRatio.value?.mismatch).toBe(false);
    const [{ comparison, bayesian, significant }] = result.metrics[0].comparisons;
    expect(comparison?.method).toBe('sequential');
    expect(comparison?.relative?.value).toBeCloseTo(0.15, 12);
    expect(significant).toBe(true);
    expect(bayesian?.relative?.chanceToWin).toBeGreaterThan(0.999);
    expect(result.metrics[0].variants.control).toEqual({ n: 20_000, mean: 0.1, problem: null });
  });

  it.each<AnalysisOptions['method']>(['sequential', 'fixed', 'bayesian'])(
    'reaches the same by %s',
    (method) => {
      expect(analyseExperiment(experiment(), { method }).decision.action).toBe('ship');
      const metrics: MetricInput[] = [
        { key: 'refunds', role: 'goal', direction: 'decrease', statistics: conversions(2000, 2300) },
      ];
      const harmed = analyseExperiment(experiment({ metrics }), { method });
      expect(harmed.decision.action).toBe('rollBack');
      expect(harmed.decision.reasons[0].parameters.effect).toBeLessThan(0);
    },
  );

  it('corrects goals together: Holm by default', () => {
    const metrics = [2230, 2210, 2005].map((treated, i) => ({
      key: `m${i}`,
      role: 'goal' as const,
      statistics: conversions(2000, treated),
    }));
    const raw = analyseExperiment(experiment({ metrics }), { correction: 'none' }).metrics;
    const adjusted = analyseExperiment(experiment({ metrics })).metrics;
    const p = (of: typeof raw, i: number) => of[i].comparisons[0].adjustedPValue ?? NaN;
    expect(p(adjusted, 0)).toBeCloseTo(Math.min(1, 3 * p(raw, 0)), 12);
    expect(p(adjusted, 1)).toBeGreaterThan(p(raw, 1));
  });

  it('lets a guardrail stop a winner', () => {
    const metrics: MetricInput[] = [
      ...experiment().metrics,
      { key: 'unsubscribes', role: 'guardrail', direction: 'decrease', statistics: conversions(300, 420) },
    ];
    const { decision, metrics: results } = analyseExperiment(experiment({ metrics }));
    expect(results[1].comparisons[0].guardrail?.status).toBe('failed');
    expect(decision.action).toBe('rollBack');
  });

  it('uses covariates when they are there, and strata when they are given', () => {
    const withCovariate = (shift: number): MetricStatistics => ({
      kind: 'mean',
      n: 20_000,
      sum: 40_000 + shift,
      sumSquares: 160_000 + 4 * shift,
      covariate: { sum: 40_000, sumSquares: 160_000, crossSum: 136_800 + 2 * shift },
    });
    const statistics = { control: withCovariate(0), treatment: withCovariate(500) };
    const metric: MetricInput = { key: 'value', role: 'goal', statistics };
    const [withCuped] = analyseExperiment(experiment({ metrics: [metric] })).metrics[0].comparisons;
    // Correlation (136,800 - 80,000) / 80,000 = .71.
    expect(withCuped.varianceReduction).toBeCloseTo(0.71 ** 2, 3);
    const [without] = analyseExperiment(experiment({ metrics: [{ ...metric, cuped: false }] })).metrics[0]
      .comparisons;
    expect(without.varianceReduction).toBeNull();
    const strata = [0, 1].map((k) => ({
      key: `s${k}`,
      statistics: {
        control: { kind: 'mean', n: 10_000, sum: 20_000 * (2 * k), sumSquares: 80_000 * 2 * k } as const,
        treatment: {
          kind: 'mean',
          n: 10_000,
          sum: 20_000 * (2 * k) + 250,
          sumSquares: 81_500 * 2 * k + 1000,
        } as const,
      },
    }));
    const spread = { control: mean(40_000, 160_000), treatment: mean(40_500, 165_000) };
    const stratified = analyseExperiment(
      experiment({ metrics: [{ key: 'value', role: 'goal', statistics: spread, strata }] }),
    ).metrics[0].comparisons[0];
    expect(stratified.comparison?.absolute.value).toBeCloseTo(0.025, 10);
    expect(stratified.varianceReduction).toBeGreaterThan(0.5);
  });

  it('says how long to keep running', () => {
    const metrics: MetricInput[] = [{ key: 'conversion', role: 'goal', statistics: conversions(2000, 2040) }];
    const planned = analyseExperiment(experiment({ metrics, plan: { daysRun: 14, plannedSample: 60_000 } }));
    expect(planned.decision).toMatchObject({ action: 'keepRunning', days: 7 });
    const reached = analyseExperiment(
      experiment({ metrics, plan: { daysRun: 14, plannedSample: 40_000, newCustomersPerDay: 0 } }),
    );
    expect(reached.decision).toMatchObject({ action: 'noDecision', reasons: [{ key: 'inconclusive' }, {}] });
    const byEffect = analyseExperiment(experiment({ metrics, plan: { daysRun: 14, minimumEffect: 0.05 } }));
    expect(byEffect.decision.action).toBe('keepRunning');
    expect(byEffect.decision.days).toBeGreaterThan(5);
    const byDays = analyseExperiment(experiment({ metrics, plan: { daysRun: 14, plannedDays: 21 } }));
    expect(byDays.decision.days).toBe(7);
    expect(analyseExperiment(experiment({ metrics, plan: undefined })).decision.days).toBeNull();
    const still = { daysRun: 14, plannedSample: 60_000, newCustomersPerDay: 0 };
    expect(analyseExperiment(experiment({ metrics, plan: still })).decision.days).toBeNull();
  });

  it('decides nothing on a broken split, many multiple exposures, bias before exposure or an empty variant', () => {
    const variants = (control: number, treatment: number) => [
      { key: 'control', weight: 0.5, exposures: control },
      { key: 'treatment', weight: 0.5, exposures: treatment },
    ];
    const keys = (input: Partial<ExperimentInput>) => {
      const { decision } = analyseExperiment(experiment(input));
      expect(decision.action).toBe('noDecision');
      return decision.reasons.map((r) => r.key);
    };
    expect(keys({ variants: variants(20_000, 22_000) })).toEqual(['sample_ratio_mismatch']);
    expect(keys({ multipleExposures: 2000 })).toEqual(['multiple_exposures']);
    expect(keys({ preExposure: [{ key: 'orders', statistics: conversions(2000, 2600) }] })).toEqual([
      'pre_exposure_bias',
    ]);
    expect(keys({ variants: variants(40_000, 0) })).toContain('variants_missing');
  });
});

function mean(sum: number, sumSquares: number): MetricStatistics {
  return { kind: 'mean', n: 20_000, sum, sumSquares };
}

describe('bad input', () => {
  const of = (statistics: MetricInput['statistics']) =>
    experiment({ metrics: [{ key: 'm', role: 'goal', statistics }] });

  it('in a metric is named, not averaged in', () => {
    const control = mean(10, 100);
    expect(problemOf(of({ control }))).toEqual({
      key: 'missing_variant',
      parameters: { variant: 'treatment' },
    });
    expect(problemOf(of({ control, treatment: control, other: control }))?.key).toBe('unknown_variant');
    expect(problemOf(of({ control, treatment: { kind: 'proportion', n: 10, successes: 1 } }))?.key).toBe(
      'kind_mismatch',
    );
    expect(problemOf(of({ control, treatment: mean(20_000 * 9, 5) }))).toMatchObject({
      key: 'negative_variance',
      parameters: { variant: 'treatment' },
    });
    expect(problemOf(of(conversions(2000, 2000, 30_000)))).toMatchObject({
      key: 'bad_statistics',
      parameters: { name: 'n', value: 30_000, limit: 20_000 },
    });
    const revenue = (cap: number) => ({ kind: 'revenue', n: 20_000, sum: 9, sumSquares: 99, cap }) as const;
    expect(problemOf(of({ control: revenue(100), treatment: revenue(200) }))?.key).toBe('cap_mismatch');
    expect(problemOf(of(conversions(0, 0)))?.key).toBe('no_variance');
  });

  it('in the design is refused', () => {
    const [control, treatment] = experiment().variants;
    const run = (change: Partial<ExperimentInput>, options?: AnalysisOptions) => () =>
      analyseExperiment(experiment(change), options);
    expect(run({ variants: [control, { ...treatment, weight: 0.6 }] })).toThrow(/sum to 1, got 1.1/);
    expect(run({ variants: [control] })).toThrow(/two variants or more, got 1/);
    expect(run({ variants: [control, { ...control }] })).toThrow(/got control twice/);
    expect(run({ control: 'x' })).toThrow(/one of control, treatment, got x/);
    expect(run({ variants: [control, { ...treatment, exposures: -1 }] })).toThrow(/got -1 at index 1/);
    expect(run({ plan: { daysRun: -1 } })).toThrow(/daysRun must be 0 or more, got -1/);
    expect(run({ plan: { daysRun: 1, minimumEffect: 0 } })).toThrow(/above 0, got 0/);
    expect(run({}, { alpha: 7 })).toThrow(/got 7/);
  });

  it('no number in an analysis is NaN or Infinity', () => {
    const empty = experiment({
      variants: [
        { key: 'control', weight: 0.5, exposures: 0 },
        { key: 'treatment', weight: 0.5, exposures: 0 },
      ],
      metrics: [{ key: 'm', role: 'goal', statistics: conversions(0, 0, 0) }],
    });
    for (const input of [empty, experiment(), experiment({ metrics: [] })]) {
      JSON.stringify(analyseExperiment(input), (key, value: unknown) => {
        if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`${key} is ${value}`);
        return value;
      });
    }
  });
});
