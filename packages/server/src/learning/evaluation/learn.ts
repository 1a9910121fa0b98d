import {
  crossFitActions,
  type LearnOptions,
  type LearntPolicy,
  type LoggedFeedback,
  learnByInversePropensity,
  learnDoublyRobust,
  type RewardModelPlan,
} from '@personalize/learn';
import { refusal } from '../../errors.ts';
import type { JournalReader } from '../../stores/journal/journal-reader.ts';
import { told } from '../../told.ts';
import type { Collected } from './collect.ts';
import { type EvaluationHooks, type EvaluationTask, prepare } from './evaluate.ts';
import { linearOnnx } from './linear-onnx.ts';
import { Refused } from './problems.ts';
import { columnScales, extreme, rankRows, rewardPlan } from './sample.ts';

export type LearnMethod = 'ipw' | 'dr';

/** What to learn from, and how. `request.policy` is the logging ranker, uniform: its candidates are the actions. */
export interface LearnTask extends EvaluationTask {
  method: LearnMethod;
  l2: number;
  /** Propensities below this count as this much. */
  propensityFloor: number;
}

/** A policy learnt from the log, as a ranker: its scores, drawn as softmax with temperature 1, are the policy. */
export interface LearntRanker {
  /** ONNX bytes. */
  file: Uint8Array;
  /** Columns it takes, in order. */
  features: string[];
  decisions: number;
  /** Estimated reward of the first rank on the rows it was learnt from: flattering; judge it on others. */
  trainingValue: number;
  loggedValue: number;
  iterations: number;
  converged: boolean;
}

/** Decisions × candidates × features at most: some minutes of one thread. */
const maxWork = 40_000_000;

/**
 * Learns a ranker from what logged decisions earned at their first rank, by inverse propensities or doubly
 * robust.
 * @throws AppError `unprocessable` when the log holds too little
 */
export async function learn(
  reader: JournalReader,
  task: LearnTask,
  hooks: EvaluationHooks,
): Promise<LearntRanker> {
  try {
    const { collected } = await prepare(reader, task, hooks);
    return learnFrom(collected, task, hooks);
  } catch (error) {
    if (error instanceof Refused)
      throw refusal('unprocessable', `refused.${error.refusal.code}`, error.message);
    throw error;
  }
}

function learnFrom(collected: Collected, task: LearnTask, hooks: EvaluationHooks): LearntRanker {
  const { request, method, l2, propensityFloor } = task;
  const { feedback, isCandidate } = rankRows(collected, 1);
  const plan = rewardPlan(collected, 1, { ...request, rewardModel: 'logistic' });
  const work = feedback.actions.length * feedback.actionCount * plan.features.dimension;
  if (work > maxWork) {
    const most = Math.floor((collected.decisions.length * maxWork) / work);
    throw refusal(
      'unprocessable',
      'tooManyDecisions',
      `learning from ${collected.decisions.length} decisions with ${feedback.actionCount} candidates each is too much: set maxDecisions to at most ${most}`,
      { limit: most },
    );
  }
  hooks.onProgress(0.7, told('learning', 'learning'));
  const earned = feedback.rewards.reduce((sum, reward) => sum + reward, 0);
  if (earned === 0)
    throw refusal('unprocessable', 'nothingEarned', 'no decision earned anything, so nothing can be learnt');
  const learnt = fit(method, feedback, plan, { l2, propensityFloor, isCandidate });
  const { columns, means, scales } = columnScales(collected);
  const { coefficients } = learnt.policy;
  // The last coefficient is the rank's, which is the same for every candidate.
  const weights = Float32Array.from(columns, (_, j) => coefficients[j]);
  const ranker = { weights, means: Float32Array.from(means), scales: Float32Array.from(scales), extreme };
  return {
    file: linearOnnx(ranker),
    features: Array.from(columns, (column) => collected.names[column]),
    decisions: collected.decisions.length,
    trainingValue: learnt.trainingValue,
    loggedValue: earned / feedback.rewards.length,
    iterations: learnt.iterations,
    converged: learnt.converged,
  };
}

function fit(
  method: LearnMethod,
  feedback: LoggedFeedback,
  plan: RewardModelPlan,
  options: LearnOptions,
): LearntPolicy {
  return method === 'ipw'
    ? learnByInversePropensity(feedback, plan.features, options)
    : learnDoublyRobust(feedback, plan.features, crossFitActions(feedback, plan), options);
}
