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
export {
  checkMatrix,
  type DenseMatrix,
  type FeatureMatrix,
  isSparse,
  type SparseMatrix,
} from './data/feature-matrix.ts';
export {
  type AnalysisOptions,
  analyseExperiment,
  type Correction,
  type ExperimentAnalysis,
  type ExperimentInput,
  type ExperimentPlan,
} from './experiments/analysis.ts';
export {
  type Assign,
  type Assignment,
  type AssignmentContext,
  type AssignmentReason,
  compileAssignment,
  definitionCoverage,
  type ExperimentDefinition,
  type Holdout,
  inNamespace,
  type NamespaceShare,
} from './experiments/assignment.ts';
export {
  type BayesianEffect,
  bayesianEffect,
  type Direction,
  type NormalPrior,
} from './experiments/bayesian.ts';
export { type BetaBinomialInput, type BetaPrior, betaBinomial } from './experiments/beta-binomial.ts';
export {
  type BucketRange,
  bucketRanges,
  chooseRange,
  equalWeights,
  requireWeights,
  weightTolerance,
} from './experiments/buckets.ts';
export {
  type CompareOptions,
  type Comparison,
  compareMeans,
  type FrequentistMethod,
} from './experiments/compare.ts';
export { mixtureVariance, sequenceCriticalValue, sequencePValue } from './experiments/confidence-sequence.ts';
export {
  type ArmMean,
  absoluteEffect,
  type Contrast,
  contrastOf,
  type Effect,
  type EffectInterval,
  relativeEffect,
} from './experiments/contrast.ts';
export {
  type CrossedCell,
  type CrossedDimensions,
  crossDimensions,
  interactionTest,
} from './experiments/crossing.ts';
export { cuped } from './experiments/cuped.ts';
export {
  type Decision,
  type DecisionAction,
  type DecisionInput,
  type DecisionReason,
  type DecisionReasonKey,
  decide,
  type GoalEvidence,
  type VariantEvidence,
} from './experiments/decision.ts';
export { type DefinitionChange, definitionChanges } from './experiments/definition-changes.ts';
export { type Duration, daysToReach, duration, type Traffic } from './experiments/duration.ts';
export { estimateMoments } from './experiments/estimate.ts';
export { crossingProbabilities, type Look } from './experiments/group-sequential.ts';
export {
  evaluateGuardrail,
  type GuardrailResult,
  type GuardrailRule,
  type GuardrailStatus,
} from './experiments/guardrail.ts';
export { type HashVersion, hashUnit } from './experiments/hash.ts';
export {
  type MultipleExposures,
  multipleExposures,
  type PreExposureCheck,
  preExposureBias,
} from './experiments/health.ts';
export { describeDecision, describeProblem, type Locale } from './experiments/messages.ts';
export {
  analyseMetric,
  type MetricComparison,
  type MetricInput,
  type MetricResult,
  type MetricRole,
} from './experiments/metric-analysis.ts';
export type {
  CovariateSums,
  FunnelStepStatistics,
  MeanStatistics,
  MetricKind,
  MetricStatistics,
  ProportionStatistics,
  QuantileStatistics,
  RatioStatistics,
  RevenueStatistics,
} from './experiments/metric-statistics.ts';
export type { Moments } from './experiments/moments.ts';
export { benjaminiHochberg, holm, type MaybePValue } from './experiments/multiplicity.ts';
export {
  postStratify,
  type Stratum,
  type StratumStatistics,
  stratifiedContrast,
} from './experiments/post-stratification.ts';
export {
  type Baseline,
  minimumDetectableEffect,
  type PowerDesign,
  powerOf,
  type SampleSize,
  sampleSize,
} from './experiments/power.ts';
export type { Outcome, Problem, ProblemKey } from './experiments/problem.ts';
export { coverageAt, type RampStep, requireRamp } from './experiments/ramp.ts';
export { type SampleRatio, type SampleRatioOptions, sampleRatio } from './experiments/sample-ratio.ts';
export { analyseSegments, type SegmentAnalysis, type SegmentInput } from './experiments/segment-analysis.ts';
export { type WaldTest, waldTest } from './experiments/wald.ts';
export { winsorCap, winsorisedSums } from './experiments/winsorise.ts';
export { choleskyInPlace, solveCholesky, solveLower, solveLowerTransposed } from './linear/cholesky.ts';
export { type LogisticOptions, LogisticRegression } from './linear/logistic-regression.ts';
export { type RidgeOptions, RidgeRegression } from './linear/ridge-regression.ts';
export { auc } from './metrics/auc.ts';
export { averagePrecision } from './metrics/average-precision.ts';
export { catalogCoverage, cosineDistance, intraListDiversity, novelty } from './metrics/beyond-accuracy.ts';
export {
  type BootstrapInterval,
  type BootstrapIntervalOptions,
  type BootstrapStatistic,
  bootstrapInterval,
  bootstrapIntervals,
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
export {
  type ActionProbabilities,
  denseProbabilities,
  positionProbabilities,
  uniformProbabilities,
} from './off-policy/action-probabilities.ts';
export {
  type ActionFeatures,
  contextAndAction,
  crossFit,
  crossFitActions,
  kFolds,
  moreRobustWeights,
  type RewardModelPlan,
} from './off-policy/cross-fit.ts';
export {
  type OffPolicyDiagnostics,
  type OffPolicyWarning,
  offPolicyDiagnostics,
  requireSupport,
  type SupportLimits,
} from './off-policy/diagnostics.ts';
export { empiricalBernstein } from './off-policy/empirical-bernstein.ts';
export { directMethod } from './off-policy/estimators/direct-method.ts';
export {
  doublyRobust,
  moreRobustDoublyRobust,
  selfNormalisedDoublyRobust,
  shrunkDoublyRobust,
  switchDoublyRobust,
} from './off-policy/estimators/doubly-robust.ts';
export {
  type Estimator,
  type EstimatorTerms,
  estimateOf,
  influenceOf,
  standardErrorOf,
} from './off-policy/estimators/estimator.ts';
export {
  clippedInversePropensity,
  inversePropensity,
  selfNormalisedInversePropensity,
} from './off-policy/estimators/inverse-propensity.ts';
export {
  type EstimatorName,
  type EvaluationOptions,
  estimatorFor,
  evaluatePolicy,
  type PolicyEstimate,
  type PolicyEvaluation,
} from './off-policy/evaluate-policy.ts';
export {
  type EvaluationSample,
  evaluationSample,
  type ModelledRewards,
} from './off-policy/evaluation-sample.ts';
export {
  type LearnOptions,
  type LearntPolicy,
  learnByInversePropensity,
  learnDoublyRobust,
} from './off-policy/learning/learn-policy.ts';
export { type SoftmaxLinearJson, SoftmaxLinearPolicy } from './off-policy/learning/softmax-linear-policy.ts';
export { checkFeedback, type LoggedFeedback } from './off-policy/logged-feedback.ts';
export { OffPolicyError, type OffPolicyProblem } from './off-policy/off-policy-error.ts';
export { policyProbabilities, policySlateTarget } from './off-policy/policy-probabilities.ts';
export {
  logisticReward,
  type RewardLearner,
  type RewardModel,
  ridgeReward,
} from './off-policy/reward-model.ts';
export { type RewardRecord, rewardsByDecision } from './off-policy/rewards-by-decision.ts';
export {
  type CascadeFeatures,
  type CascadePlan,
  type CascadeRewards,
  cascadeFit,
} from './off-policy/slate/cascade-model.ts';
export {
  evaluateSlates,
  type SlateEstimate,
  type SlateEvaluationOptions,
} from './off-policy/slate/evaluate-slates.ts';
export type { SlateEstimatorName } from './off-policy/slate/slate-estimators.ts';
export type { SlateFeedback } from './off-policy/slate/slate-feedback.ts';
export { plackettLuceTarget, type SlateTarget } from './off-policy/slate/slate-target.ts';
export { treeReward } from './off-policy/tree-reward.ts';
export { lambdaGrid, type TuneOptions, tuneLambda } from './off-policy/tune-lambda.ts';
export { betaInterval } from './policies/beta-interval.ts';
export {
  type BetaThompsonJson,
  type BetaThompsonOptions,
  BetaThompsonPolicy,
} from './policies/beta-thompson-policy.ts';
export {
  type BootstrappedJson,
  BootstrappedPolicy,
  bootstrapWeights,
  type EnsembleMember,
} from './policies/bootstrapped-policy.ts';
export { bootstrappedTrees, treeMemberFromJson } from './policies/bootstrapped-trees.ts';
export {
  drawSlate,
  type OrderPropensities,
  type SlateDistribution,
} from './policies/distributions/slate-distribution.ts';
export { EpsilonGreedyPolicy } from './policies/epsilon-greedy-policy.ts';
export {
  type GaussianThompsonJson,
  type GaussianThompsonOptions,
  GaussianThompsonPolicy,
} from './policies/gaussian-thompson-policy.ts';
export { GreedyPolicy } from './policies/greedy-policy.ts';
export type { DrawOptions, LearningOptions } from './policies/learning-options.ts';
export {
  type LinearThompsonJson,
  type LinearThompsonOptions,
  LinearThompsonPolicy,
  type LinUcbJson,
  type LinUcbOptions,
  LinUcbPolicy,
} from './policies/linear-policies.ts';
export { LinearPosterior, type LinearPosteriorJson } from './policies/linear-posterior.ts';
export type { Policy } from './policies/policy.ts';
export { type PolicyJson, policyFromJson } from './policies/policy-json.ts';
export type { Observation, Slate, SlatePick } from './policies/slate.ts';
export { type SoftmaxOptions, SoftmaxPolicy } from './policies/softmax-policy.ts';
export { Random, type RandomState } from './random/random.ts';
export {
  bootstrapRisk,
  type RiskBootstrap,
  type RiskBootstrapOptions,
  type RiskInterval,
} from './risk/bootstrap.ts';
export type { DrawdownSpan, EquityCurve } from './risk/drawdown.ts';
export {
  type IncrementalReturns,
  incrementalReturns,
  type PeriodReward,
  type SkippedPeriod,
} from './risk/incremental-returns.ts';
export { describeRiskReason } from './risk/messages.ts';
export {
  type RiskInput,
  type RiskMeasure,
  type RiskOptions,
  type RiskPerformance,
  riskMeasures,
  riskPerformance,
} from './risk/performance.ts';
export type { RiskReason } from './risk/series.ts';
export { treeContributions } from './trees/contributions.ts';
export type { CustomObjective } from './trees/custom-objective.ts';
export type { Evaluation, EvaluationMetric, MetricName } from './trees/evaluation-metric.ts';
export { readLightgbmText } from './trees/formats/lightgbm-text.ts';
export { readXgboostJson, readXgboostUbjson } from './trees/formats/xgboost-reader.ts';
export { writeXgboostJson, writeXgboostUbjson } from './trees/formats/xgboost-writer.ts';
export {
  type PermutationImportance,
  type PermutationOptions,
  permutationImportance,
  type SplitImportance,
  splitImportance,
} from './trees/importance.ts';
export { type TreeModelJson, treeModelFromJson, treeModelToJson } from './trees/model-json.ts';
export type { TreeModelParts } from './trees/model-parts.ts';
export type { ObjectiveName, ObjectiveSettings } from './trees/objectives/objective.ts';
export type { TreeParameters } from './trees/parameters.ts';
export { type PartialDependence, partialDependence, quantileGrid } from './trees/partial-dependence.ts';
export { type RoundReport, type TrainOptions, type TrainResult, trainTrees } from './trees/train.ts';
export type { TrainingData } from './trees/training-data.ts';
export type { Tree } from './trees/tree.ts';
export {
  type PredictOptions,
  predictTrees,
  rounds as treeRounds,
  type TreeModel,
} from './trees/tree-model.ts';
