export { Random, type RandomState } from './random/random.ts';
export {
  type BootstrapOptions,
  bootstrapRisk,
  type RiskBootstrap,
  type RiskInterval,
} from './risk/bootstrap.ts';
export type { DrawdownSpan, EquityCurve } from './risk/drawdown.ts';
export {
  type IncrementalReturns,
  incrementalReturns,
  type PeriodReward,
  type SkippedPeriod,
} from './risk/incremental-returns.ts';
export {
  type RiskInput,
  type RiskMeasure,
  type RiskOptions,
  type RiskPerformance,
  riskMeasures,
  riskPerformance,
} from './risk/performance.ts';
export type { RiskReason } from './risk/series.ts';
