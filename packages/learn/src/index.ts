export { BetaCalibration } from './calibration/beta-calibration.ts';
export { type BrierDecomposition, brierDecomposition, brierScore } from './calibration/brier-score.ts';
export { type Calibrator, type CalibratorJson, calibratorFromJson } from './calibration/calibrator.ts';
export { IsotonicCalibration } from './calibration/isotonic-calibration.ts';
export { PlattCalibration } from './calibration/platt-calibration.ts';
export {
  expectedCalibrationError,
  maximumCalibrationError,
  type ReliabilityBin,
  type ReliabilityOptions,
  reliabilityCurve,
} from './calibration/reliability-curve.ts';
export { type LogisticOptions, LogisticRegression } from './linear/logistic-regression.ts';
export { type RidgeOptions, RidgeRegression } from './linear/ridge-regression.ts';
export { auc } from './metrics/auc.ts';
export { averagePrecision } from './metrics/average-precision.ts';
export { catalogCoverage, cosineDistance, intraListDiversity, novelty } from './metrics/beyond-accuracy.ts';
export {
  type BootstrapInterval,
  type BootstrapIntervalOptions,
  bootstrapInterval,
  bootstrapMean,
} from './metrics/bootstrap-interval.ts';
export { logLoss } from './metrics/log-loss.ts';
export { type NdcgOptions, ndcg, ndcgPerGroup } from './metrics/ndcg.ts';
export {
  averagePrecisionAtK,
  hitAtK,
  meanDefined,
  precisionAtK,
  recallAtK,
  reciprocalRank,
} from './metrics/ranked-list.ts';
export {
  type CurvePoints,
  precisionRecallCurve,
  rocCurve,
  type ThresholdCurve,
  thresholdCurve,
} from './metrics/threshold-curve.ts';
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
