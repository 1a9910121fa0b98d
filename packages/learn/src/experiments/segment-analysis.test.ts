import { describe, expect, it } from 'vitest';
import { analyseSegments, type SegmentInput } from './segment-analysis.ts';

const metric = { key: 'conversion', role: 'goal' } as const;
const segment = (key: string, control: number, treatment: number, n = 5000): SegmentInput => ({
  key,
  exposures: { control: n, treatment: n },
  statistics: {
    control: { kind: 'proportion', n, successes: control },
    treatment: { kind: 'proportion', n, successes: treatment },
  },
});

describe('analyseSegments', () => {
  it('corrects over segments and tests whether they differ', () => {
    const options = { method: 'fixed' } as const;
    const { segments, heterogeneity } = analyseSegments(
      metric,
      [segment('br', 500, 620), segment('us', 500, 505), segment('pt', 500, 530)],
      'control',
      options,
    );
    const [br, us] = segments.map((s) => s.result.comparisons[0]);
    expect(br.adjustedPValue).toBeCloseTo(3 * (br.comparison?.pValue ?? NaN), 12);
    expect(br.significant).toBe(true);
    expect(us.significant).toBe(false);
    // Independent check: Cochran's Q of the three effects, which equals Wald's test of their differences.
    const effects = segments.map(
      (s) => s.result.comparisons[0].comparison?.absolute ?? { value: NaN, standardError: NaN },
    );
    const weights = effects.map((e) => e.standardError ** -2);
    const total = weights.reduce((a, b) => a + b, 0);
    const pooled = effects.reduce((sum, e, i) => sum + weights[i] * e.value, 0) / total;
    const q = effects.reduce((sum, e, i) => sum + weights[i] * (e.value - pooled) ** 2, 0);
    expect(heterogeneity.treatment.value?.statistic).toBeCloseTo(q, 9);
    expect(heterogeneity.treatment.value?.degreesOfFreedom).toBe(2);
  });

  it('names the segment that keeps the effects from being compared', () => {
    const { segments, heterogeneity } = analyseSegments(
      metric,
      [segment('br', 1, 2), segment('us', 0, 0, 0)],
      'control',
    );
    expect(heterogeneity.treatment.problem).toEqual({ key: 'no_exposure', parameters: { stratum: 'us' } });
    expect(segments[1].result.comparisons[0].problem?.key).toBe('no_exposure');
    expect(() => analyseSegments(metric, [segment('br', 1, 2)], 'control')).toThrow(/two or more, got 1/);
    expect(() => analyseSegments(metric, [segment('br', 1, 2), segment('br', 1, 2)], 'control')).toThrow(
      /different keys/,
    );
  });
});
