import {
  evaluationSample,
  type OffPolicyDiagnostics,
  offPolicyDiagnostics,
  Random,
} from '@personalize/learn';
import type { FeatureDefinition } from '../../features/index.ts';
import { type FrozenPosterior, policyName } from '../../recommendation/index.ts';
import type { Placement } from '../../recommendation/placement.ts';
import type { JournalReader } from '../../stores/journal/journal-reader.ts';
import { type Told, told } from '../../told.ts';
import { type Collected, collect } from './collect.ts';
import { unitsOf } from './customer-sums.ts';
import { type EstimateInput, fitRanks, intervalsOf, loggedTerms } from './estimate.ts';
import { type JudgedPosterior, judgedPosterior } from './frozen-target.ts';
import { headlineOf, verdictOf } from './headline.ts';
import { type LoggedDecisions, readDecisions } from './logged-decisions.ts';
import { Refused, tellRefusal } from './problems.ts';
import { type CheckedEvaluation, modelEstimators } from './request.ts';
import type { EvaluationDiagnostics, EvaluationResult } from './result.ts';
import { Rewards } from './rewards.ts';
import { type RankRows, rankRows, rewardPlan } from './sample.ts';
import { type ModelFile, Scorers } from './scorers.ts';
import { estimateSlates } from './slates.ts';
import { targetName } from './target.ts';
import { openEvaluationWorld } from './world.ts';

/** What the thread is given; structured-clonable. */
export interface EvaluationTask {
  request: CheckedEvaluation;
  features: readonly FeatureDefinition[];
  timeZone: string;
  placement: Placement;
  /** The judged model first, when it is a registered one, then those that logged. */
  models: ModelFile[];
  /** What the judged policy knows, when it is one that learns. */
  posterior?: FrozenPosterior;
}

export interface EvaluationHooks {
  /** Throws to stop. */
  check(): void;
  onProgress(fraction: number, message: Told): void;
  onLog(line: Told): void;
}

/** Everything that was read of the log. */
export interface Prepared {
  found: LoggedDecisions;
  collected: Collected;
  posterior: JudgedPosterior | null;
}

/**
 * What would the policy have earned? Reads the journal, rebuilds every decision's candidates, and estimates.
 * A log that cannot carry the estimate is a result that says so.
 */
export async function evaluate(
  reader: JournalReader,
  task: EvaluationTask,
  hooks: EvaluationHooks,
): Promise<EvaluationResult> {
  const { request } = task;
  const result = emptyResult(task);
  try {
    const prepared = await prepare(reader, task, hooks);
    fill(result, prepared, request, hooks);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    result.state = 'refused';
    result.refusal = error.refusal;
    if (error.problems !== undefined) {
      result.found = error.found;
      result.problems = error.problems.list();
    }
    result.estimates = [];
    hooks.onLog(tellRefusal(error.refusal, `refused: ${error.message}`));
  }
  return result;
}

/** @throws Refused when the log holds nothing to judge by */
export async function prepare(
  reader: JournalReader,
  task: EvaluationTask,
  hooks: EvaluationHooks,
): Promise<Prepared> {
  const { request, placement, models, posterior: frozen } = task;
  const found = await readDecisions(reader, request, {
    check: hooks.check,
    onProgress: (fraction) => hooks.onProgress(0.15 * fraction, told('reading', 'reading the log')),
  });
  const { length: used } = found.decisions;
  hooks.onLog(
    told('decisions', `${used} of ${found.found} decisions, ${found.ranks} ranks each`, {
      ...{ used, found: found.found, ranks: found.ranks },
    }),
  );
  const posterior = frozen === undefined ? null : judgedPosterior(frozen, found.decisions, request);
  const rewards = new Rewards(found.decisions, request.reward, request.attributionHours, found.problems);
  const world = openEvaluationWorld(task.features, task.timeZone, [rewards]);
  const { engine, recommendation } = world;
  const scorers = await Scorers.open(
    models,
    request.policy.model,
    engine,
    engine.definitions,
    recommendation,
  );
  try {
    const withFeatures = request.estimators.some((name) => modelEstimators.has(name));
    const parts = { world, rewards, scorers, placement, posterior: frozen, withFeatures };
    const collected = await collect(reader, found, request, parts, {
      check: hooks.check,
      onProgress: (fraction) =>
        hooks.onProgress(0.15 + 0.5 * fraction, told('replaying', 'replaying the journal')),
    });
    if (collected.decisions.length < 2) {
      throw new Refused(
        'no-decisions',
        `of ${found.decisions.length} decisions only ${collected.decisions.length} had candidates for ${found.ranks} ranks`,
        collected.decisions.length,
        2,
      );
    }
    return { found, collected, posterior };
  } finally {
    await scorers.close();
  }
}

function fill(
  result: EvaluationResult,
  { found, collected, posterior }: Prepared,
  request: CheckedEvaluation,
  hooks: EvaluationHooks,
): void {
  const { ranks } = found;
  const { decisions } = collected;
  const units = unitsOf(decisions.map(({ customer }) => customer));
  Object.assign(result, {
    ...{ found: found.found, decisions: decisions.length, customers: units.count, ranks },
    restricted: decisions.filter(({ logged: { restrictions } }) => Object.keys(restrictions).length > 0)
      .length,
    ...{ loggedBy: loggedBy(collected), problems: found.problems.list(), posterior },
  });
  if (units.count < 2) {
    throw new Refused(
      'too-few-customers',
      'all decisions are of one customer: rewards of one person depend on each other, so nothing can be said of others',
      1,
      2,
    );
  }
  const rows = rankRows(collected, ranks);
  result.diagnostics = diagnosticsOf(rows);
  const plan = collected.features === null ? null : rewardPlan(collected, ranks, request);
  const random = new Random(request.seed);
  const input: EstimateInput = {
    ...{ rows, ranks, units, plan, request, random },
    onProgress: (fraction, message) => {
      hooks.check();
      hooks.onProgress(0.65 + 0.3 * fraction, message);
    },
  };
  const own = loggedTerms(collected.rewards, ranks);
  result.logged = intervalsOf([], own, input).logged;
  requireSupport(result.diagnostics, request);
  const fitted = fitRanks(input);
  input.onProgress(0.85, told('resampling', 'resampling'));
  const { estimates } = intervalsOf(fitted, own, input);
  const slates = estimateSlates(collected, ranks, plan, request, random);
  result.estimates = [...estimates, ...slates.estimates];
  result.refused = slates.refused;
  const headline = headlineOf(result.estimates);
  result.headline = headline?.estimator ?? null;
  result.verdict = verdictOf(headline);
}

function diagnosticsOf({ feedback, target, logging }: RankRows): EvaluationDiagnostics {
  const sample = evaluationSample(feedback, target);
  const found: OffPolicyDiagnostics = offPolicyDiagnostics(feedback, target, sample, logging);
  const { unsupportedActions: _actions, loggedMean: _mean, ...kept } = found;
  return {
    ...kept,
    effectiveShare: found.effectiveRows / found.rows,
    weights: histogramOf(sample.weights, found.largestWeight),
  };
}

const bins = 24;

/** Weights above 0 on a logarithmic scale, as they spread over orders of magnitude. */
function histogramOf(weights: Float64Array, largest: number): EvaluationDiagnostics['weights'] {
  let smallest = Number.POSITIVE_INFINITY;
  let zero = 0;
  for (const weight of weights) {
    if (weight > 0) smallest = Math.min(smallest, weight);
    else zero++;
  }
  if (zero === weights.length) return { zero, edges: [], counts: [] };
  const low = Math.log10(smallest) - 1e-9;
  const width = Math.max(1e-3, (Math.log10(largest) - low) / bins) * (1 + 1e-9);
  const counts = new Array<number>(bins).fill(0);
  for (const weight of weights) if (weight > 0) counts[Math.floor((Math.log10(weight) - low) / width)]++;
  return { zero, edges: Array.from({ length: bins + 1 }, (_, i) => 10 ** (low + i * width)), counts };
}

/** @throws Refused naming the figure that misses its limit */
function requireSupport(
  { unsupportedShare, effectiveRows }: EvaluationDiagnostics,
  { maxUnsupportedShare, minEffectiveRows }: CheckedEvaluation,
): void {
  if (unsupportedShare > maxUnsupportedShare) {
    throw new Refused(
      'no-support',
      `${percent(unsupportedShare)} of what the policy would choose had no chance in the log (limit ${percent(maxUnsupportedShare)}): log with more exploration, or judge a policy closer to the logged one`,
      unsupportedShare,
      maxUnsupportedShare,
    );
  }
  if (effectiveRows < minEffectiveRows) {
    throw new Refused(
      'too-few-effective-rows',
      `the log is worth ${effectiveRows.toFixed(1)} rows for this policy (limit ${minEffectiveRows}): collect more, or judge a policy closer to the logged one`,
      effectiveRows,
      minEffectiveRows,
    );
  }
}

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;

function loggedBy({ decisions }: Collected): EvaluationResult['loggedBy'] {
  const counts = new Map<string, EvaluationResult['loggedBy'][number]>();
  for (const { logged } of decisions) {
    const { policy, model } = logged;
    const key = `${policy} ${model}`;
    const known = counts.get(key) ?? { policy, model, decisions: 0 };
    known.decisions++;
    counts.set(key, known);
  }
  return [...counts.values()].sort((a, b) => b.decisions - a.decisions);
}

function emptyResult({ request, posterior }: EvaluationTask): EvaluationResult {
  const policy = posterior === undefined ? targetName(request.policy) : policyName(posterior.policy);
  return {
    ...{ state: 'done', policy, model: request.policy.model, posterior: null },
    ...{
      refusal: null,
      found: 0,
      decisions: 0,
      restricted: 0,
      customers: 0,
      ranks: 0,
      logged: null,
      loggedBy: [],
    },
    ...{ estimates: [], headline: null, verdict: null, refused: [], diagnostics: null, problems: [] },
  };
}
