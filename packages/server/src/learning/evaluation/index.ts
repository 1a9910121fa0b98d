export type { Estimate } from './estimate.ts';
export {
  type EvaluationOptions,
  Evaluations,
  evaluationJobKind,
  type StoredEvaluation,
} from './evaluation-job.ts';
export { type LearnInput, learnJobKind, PolicyLearning } from './learn-job.ts';
export { problemCodes } from './problems.ts';
export {
  drawnKinds,
  type EvaluationInput,
  rankEstimators,
  slateEstimators,
} from './request.ts';
