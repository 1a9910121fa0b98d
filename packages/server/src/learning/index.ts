export type { GateResult } from './gates/gate.ts';
export { defaultGates, type GateSettings } from './gates/gate-settings.ts';
export { evaluateJob, evaluateJobInput, evaluateJobKind } from './jobs/evaluate-job.ts';
export type { TrainJobOptions } from './jobs/job-context.ts';
export {
  type ScheduleState,
  type SchedulesOptions,
  type TrainSchedule,
  TrainSchedules,
} from './jobs/schedules.ts';
export type { EvaluateInput, TrainInput } from './jobs/train-input.ts';
export { trainJob, trainJobInput, trainJobKind } from './jobs/train-job.ts';
export { championAlias, defaultRanker, Models, type ModelsOptions } from './models.ts';
export type { VersionComparison } from './registry/compare-versions.ts';
export type { ImportRequest } from './registry/import-model.ts';
export type { ModelReport } from './registry/model-report.ts';
export {
  type AliasState,
  type ModelSignature,
  type ModelVersion,
  referenceOf,
} from './registry/model-version.ts';
export { aliasPattern, modelNamePattern, parseReference } from './registry/names.ts';
export { ModelRegistry, type RegistryOptions } from './registry/registry.ts';
export { probabilityOf } from './serving/loaded-model.ts';
export { ModelServer, type ModelServerOptions, type ServingState } from './serving/model-server.ts';
export { maxPairs, type Prediction, Predictor, type PredictRequest } from './serving/predict.ts';
export { ShadowScoring } from './serving/shadow.ts';
export {
  type LearningConfig,
  type LearningSettings,
  learningSettings,
  validateLearning,
} from './settings.ts';
export type { Measured, MethodReport } from './training/evaluate.ts';
export type { TrainRequest } from './training/request.ts';
export type { TrainedRanker } from './training/train.ts';
export { type TrainRankerOptions, trainRanker } from './training/train-ranker.ts';
export type { Alert, ControlSettings } from './watching/control-limits.ts';
export { ModelMonitor } from './watching/monitor.ts';
export {
  type SeriesQuery,
  type WatchSeries,
  watchSeries,
} from './watching/series.ts';
export { type Breach, type ModelWatch, type Problem, Watch } from './watching/watch.ts';
