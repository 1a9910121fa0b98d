import { describeRiskReason, type RiskMeasure, type RiskReason, riskMeasures } from '@personalize/learn';
import Type, { type Static } from 'typebox';
import type { RiskReport } from '../../experimentation/risk/risk-report.ts';
import { Nullable } from '../schemas.ts';

export type Locale = 'en' | 'pt-BR';

const Reason = Type.Object({ key: Type.String(), text: Type.String() });
const Interval = Type.Object({
  lower: Nullable(Type.Number()),
  upper: Nullable(Type.Number()),
  reason: Nullable(Reason),
  undefinedShare: Type.Number({ description: 'Share of resamples in which the figure had no value.' }),
});
const byMeasure = <T>(of: (measure: RiskMeasure) => T) =>
  Object.fromEntries(riskMeasures.map((measure) => [measure, of(measure)])) as Record<RiskMeasure, T>;

export const Risk = Type.Object(
  {
    ...byMeasure(() => Nullable(Type.Number())),
    reasons: Type.Record(Type.String(), Reason, { description: 'Why a figure is null, by its name.' }),
    intervals: Type.Object(byMeasure(() => Interval)),
    periods: Type.Integer(),
    periodsPerYear: Type.Number(),
    confidence: Type.Number(),
    resamples: Type.Integer(),
    blockLength: Type.Number(),
    equity: Type.Array(Type.Number(), { description: 'A unit invested at the start; periods + 1 values.' }),
    underwater: Type.Array(Type.Number(), { description: 'Equity over its highest so far, less one.' }),
    deepestDrawdown: Nullable(
      Type.Object({
        peak: Type.Integer({ description: 'Index into `equity`.' }),
        trough: Type.Integer(),
        recovery: Nullable(Type.Integer()),
      }),
    ),
  },
  { title: 'Risk', description: 'Risk-adjusted performance of a series.' },
);

export function riskToApi({ performance, bootstrap }: RiskReport, locale: Locale): Static<typeof Risk> {
  const explain = (key: RiskReason | 'mostly_undefined') => ({ key, text: describeRiskReason(key, locale) });
  const { curve, reasons } = performance;
  return {
    ...byMeasure((measure) => performance[measure]),
    reasons: Object.fromEntries(Object.entries(reasons).map(([measure, key]) => [measure, explain(key)])),
    intervals: byMeasure((measure) => {
      const { lower, upper, reason, undefinedShare } = bootstrap.intervals[measure];
      return { lower, upper, undefinedShare, reason: reason === null ? null : explain(reason) };
    }),
    periods: performance.periods,
    periodsPerYear: performance.periodsPerYear,
    confidence: bootstrap.confidence,
    resamples: bootstrap.resamples,
    blockLength: bootstrap.blockLength,
    equity: Array.from(curve.equity),
    underwater: Array.from(curve.underwater),
    deepestDrawdown: performance.deepestDrawdown,
  };
}
