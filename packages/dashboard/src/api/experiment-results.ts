import type { Schemas } from '@personalize/sdk';

export type ExperimentResults = Schemas['ExperimentResults'];
export type DailyResults = Schemas['ExperimentDailyResults'];
export type MetricResult = Schemas['MetricResult'];
export type MetricComparison = Schemas['VariantComparison'];
export type Interval = Schemas['EffectInterval'];
export type Breakdown = Schemas['ExperimentBreakdown'];
export type BreakdownCell = Breakdown['metrics'][number]['cells'][number];
export type VariantFigure = MetricResult['variants'][string];
