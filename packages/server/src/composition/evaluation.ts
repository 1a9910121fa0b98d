import type { ServerConfig } from '../config.ts';
import type { EvaluationsDependencies } from '../http/evaluations/evaluations-routes.ts';
import type { JobRunner } from '../http/jobs/job-runner.ts';
import {
  type EvaluationOptions,
  Evaluations,
  evaluationJobKind,
  learnJobKind,
  PolicyLearning,
} from '../learning/evaluation/index.ts';
import type { State } from './state.ts';
import type { Stores } from './stores.ts';

/** Judging and learning policies on the log, as jobs: both may be begun again after a restart. */
export function createEvaluations(
  { timeZone }: ServerConfig,
  { journal, warehouse, control }: Stores,
  { engine, learning, placements, recommendation, now }: State,
  jobs: JobRunner,
): EvaluationsDependencies {
  const options: EvaluationOptions = {
    ...{ journal, warehouse, engine, timeZone, now, models: learning.models },
    documents: control.documents('evaluations'),
    placement: (name) => placements.get(name),
    freeze: (placement, which) => recommendation.policies.reports.freeze(placement, which),
  };
  const evaluations = new Evaluations(options);
  const policyLearning = new PolicyLearning(options, evaluations);
  jobs.register(evaluationJobKind, {
    run: (input, context) => evaluations.run(input, context),
    resumable: true,
    cancelNeeds: ['experiments:write', 'models:write'],
  });
  jobs.register(learnJobKind, {
    run: (input, context) => policyLearning.run(input, context),
    resumable: true,
  });
  return { jobs, evaluations, learning: policyLearning };
}
