export {
  type ColumnDescription,
  type Manifest,
  type ManifestNode,
  type Materialization,
  materializations,
  nodeKinds,
  type VarValue,
} from './manifest.ts';
export { type ProjectProblem, problemCodes } from './problem.ts';
export {
  commands,
  type NodeResult,
  nodeStatuses,
  type PipelineCommand,
  type PipelineRun,
} from './run/results.ts';
export type { NodeState } from './run-store.ts';
export { type PipelineSchedule, type PipelineScheduleState, PipelineSchedules } from './schedules.ts';
export { selectionLimits } from './select.ts';
export { PipelineService, pipelineJobKind, type RunRequest, summaryOf } from './service.ts';
