import type { FeatureDefinition } from '../../features/index.ts';
import type { Placement } from '../../recommendation/index.ts';
import type { Journal } from '../../stores/journal/journal.ts';
import type { Warehouse } from '../../stores/warehouse/warehouse.ts';
import type { Estimate } from '../evaluation/estimate.ts';
import { evaluateInThread, type ThreadOptions } from '../evaluation/in-thread.ts';
import { modelsOfLog } from '../evaluation/models-of-log.ts';
import { type CheckedEvaluation, checkEvaluation, type TargetPolicy } from '../evaluation/request.ts';
import type { EvaluationResult } from '../evaluation/result.ts';
import { type ModelVersion, referenceOf } from '../registry/model-version.ts';
import type { ModelRegistry } from '../registry/registry.ts';
import type { Measured } from '../training/evaluate.ts';
import type { LabelKind } from '../training/request.ts';
import type { OffPolicyReport } from './off-policy-report.ts';

export interface OffPolicyOptions {
  registry: ModelRegistry;
  journal: Pick<Journal, 'readHandle'>;
  warehouse: Pick<Warehouse, 'query'>;
  features: readonly FeatureDefinition[];
  /** Of a feature vector. */
  columns: number;
  timeZone: string;
}

export interface OffPolicyInput {
  placement: Placement;
  reward: LabelKind;
  attributionHours: number;
  seed: number;
  resamples: number;
  /** Epoch ms: where the held-out window begins. */
  from: number;
}

/** Decisions that are judged at most… */
const mostDecisions = 8000;
/** …and feature values: the reward model keeps those of the candidates in memory, about so many of each. */
const mostValues = 40e6;
const candidatesKept = 140;
/** The end of time, as far as decisions go. */
const noEnd = Date.UTC(2100);

/**
 * Judges a registered version on the decisions that were logged since its held-out window began, as if it had
 * ranked for the placement's own policy. Limits are the gate's business: here only what cannot be computed is
 * a problem.
 * @throws AppError as {@link evaluateInThread}
 */
export async function judgeOffPolicy(
  { registry, journal, warehouse, features, columns, timeZone }: OffPolicyOptions,
  version: ModelVersion,
  { placement, reward, attributionHours, seed, resamples, from }: OffPolicyInput,
  hooks: Omit<ThreadOptions, 'journal'>,
): Promise<OffPolicyReport> {
  const model = referenceOf(version);
  const fitting = Math.floor(mostValues / (candidatesKept * Math.max(1, columns)));
  const maxDecisions = Math.max(10, Math.min(mostDecisions, fitting));
  const request = checkEvaluation(
    {
      ...{ placement: placement.name, reward, attributionHours, from, to: noEnd, seed, resamples },
      policy: { ...targetOf(placement), model },
      ...{ estimators: ['snips', 'dr'], maxDecisions },
      ...{ maxUnsupportedShare: 1, minEffectiveRows: 1 },
    },
    model,
  );
  const models = await modelsOfLog(registry, warehouse, request);
  const task = { request, features, timeZone, placement, models };
  return toReport(await evaluateInThread(task, { ...hooks, journal }), request);
}

/** The placement's policy as far as it can be judged; one that learns is judged by its ranker's own order. */
function targetOf({ policy }: Placement): TargetPolicy {
  switch (policy.kind) {
    case 'epsilonGreedy':
      return { kind: 'epsilonGreedy', epsilon: policy.epsilon };
    case 'softmax':
      return { kind: 'softmax', temperature: policy.temperature };
    default:
      return { kind: 'greedy' };
  }
}

function toReport(result: EvaluationResult, request: CheckedEvaluation): OffPolicyReport {
  const { refusal, diagnostics, logged } = result;
  const find = (name: string) => result.estimates.find(({ estimator }) => estimator === name);
  const [snips, doublyRobust] = [find('snips'), find('dr')];
  return {
    ...{ placement: request.placement, policy: result.policy, reward: request.reward },
    ...{ from: request.from, to: request.to, decisions: result.decisions, ranks: result.ranks },
    leftOut: result.problems,
    effectiveSlots: diagnostics?.effectiveRows ?? null,
    unsupportedShare: diagnostics?.unsupportedShare ?? null,
    served: logged === null ? null : { mean: logged.value, low: logged.low, high: logged.high },
    snips: measuredOf(snips),
    doublyRobust: measuredOf(doublyRobust),
    lift: doublyRobust?.lift == null ? null : measured(doublyRobust.lift),
    problem: refusal,
  };
}

function measuredOf(estimate: Estimate | undefined): Measured | null {
  return estimate === undefined
    ? null
    : { mean: estimate.value, low: estimate.bootstrap.low, high: estimate.bootstrap.high };
}

const measured = ({ value, low, high }: { value: number; low: number; high: number }): Measured => ({
  ...{ mean: value, low, high },
});
