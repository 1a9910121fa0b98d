import { type ActionProbabilities, writeChecked } from './action-probabilities.ts';
import type { EvaluationSample } from './evaluation-sample.ts';
import type { LoggedFeedback } from './logged-feedback.ts';
import { OffPolicyError } from './off-policy-error.ts';

/** Signs that an estimate deserves less trust than its interval claims. */
export type OffPolicyWarning =
  /** The mean weight is further from 1 than chance explains: propensities or policy may be wrong. */
  | 'mean-weight-off'
  /** A single row carries more than a tenth of all weight. */
  | 'one-row-dominates'
  /** Fewer than a tenth of the rows remain in effect. */
  | 'few-effective-rows'
  /** Some of the policy's choices were never logged. */
  | 'partly-unsupported';

export interface OffPolicyDiagnostics {
  rows: number;
  /** Mean logged reward: what the logging policy earned. */
  loggedMean: number;
  /** (Σ w)² / Σ w²: how many rows of equal weight the sample is worth (Kish, 1965). */
  effectiveRows: number;
  largestWeight: number;
  /** Near 1 when propensities and policy are right. */
  meanWeight: number;
  meanWeightStandardError: number;
  /** Share of the policy's probability on actions without support, averaged over rows. */
  unsupportedShare: number;
  /** Actions (at a position) to which the policy gives a chance, but the log none. */
  unsupportedActions: { action: number; position: number; share: number }[];
  warnings: OffPolicyWarning[];
}

/**
 * Measures how well the log supports judging the policy. An action has support where the logging policy's own
 * probabilities say so; when these are not given, where the log shows it at least once at that position.
 */
export function offPolicyDiagnostics(
  feedback: LoggedFeedback,
  policy: ActionProbabilities,
  sample: EvaluationSample,
  loggingPolicy: ActionProbabilities | null = null,
): OffPolicyDiagnostics {
  const { weights, rewards } = sample;
  const rows = weights.length;
  let sum = 0;
  let squares = 0;
  let largest = 0;
  let earned = 0;
  for (let i = 0; i < rows; i++) {
    sum += weights[i];
    squares += weights[i] * weights[i];
    largest = Math.max(largest, weights[i]);
    earned += rewards[i];
  }
  const meanWeight = sum / rows;
  const effectiveRows = squares > 0 ? (sum * sum) / squares : 0;
  const error =
    rows > 1 ? Math.sqrt(Math.max(0, squares / rows - meanWeight * meanWeight) / (rows - 1)) : Infinity;
  const unsupportedActions = unsupported(feedback, policy, loggingPolicy);
  let unsupportedShare = 0;
  for (const { share } of unsupportedActions) unsupportedShare += share;
  const warnings: OffPolicyWarning[] = [];
  // Weight that is missing for want of support is named by its own warning, not taken for a wrong propensity.
  if (Math.abs(meanWeight + unsupportedShare - 1) > 4 * error + 1e-9) warnings.push('mean-weight-off');
  if (largest > sum / 10) warnings.push('one-row-dominates');
  if (effectiveRows < rows / 10) warnings.push('few-effective-rows');
  if (unsupportedShare > 0) warnings.push('partly-unsupported');
  return {
    rows,
    loggedMean: earned / rows,
    effectiveRows,
    largestWeight: largest,
    meanWeight,
    meanWeightStandardError: error,
    unsupportedShare,
    unsupportedActions,
    warnings,
  };
}

export interface SupportLimits {
  /** Refuse when more of the policy's probability than this lacks support. Default 0.05. */
  maxUnsupportedShare?: number;
  /** Refuse when fewer rows than this remain in effect. Default 30. */
  minEffectiveRows?: number;
}

/**
 * Refuses to go on where the log cannot carry an estimate.
 * @throws OffPolicyError with the figure that missed its limit
 */
export function requireSupport(diagnostics: OffPolicyDiagnostics, limits: SupportLimits = {}): void {
  const { maxUnsupportedShare = 0.05, minEffectiveRows = 30 } = limits;
  const { unsupportedShare, unsupportedActions, effectiveRows } = diagnostics;
  if (unsupportedShare > maxUnsupportedShare) {
    const worst = unsupportedActions[0];
    throw new OffPolicyError(
      'no-support',
      `${(100 * unsupportedShare).toFixed(2)} % of the policy's choices were never logged (limit ` +
        `${(100 * maxUnsupportedShare).toFixed(2)} %), most of them action ${worst.action} at position ` +
        `${worst.position}: log with more exploration, or judge a policy closer to the logged one`,
      { figure: unsupportedShare },
    );
  }
  if (effectiveRows < minEffectiveRows) {
    throw new OffPolicyError(
      'too-few-effective-rows',
      `the log is worth ${effectiveRows.toFixed(1)} rows for this policy (limit ${minEffectiveRows}): ` +
        'collect more, or judge a policy closer to the logged one',
      { figure: effectiveRows },
    );
  }
}

function unsupported(
  { actions, actionCount, positions }: LoggedFeedback,
  policy: ActionProbabilities,
  loggingPolicy: ActionProbabilities | null,
): { action: number; position: number; share: number }[] {
  let positionCount = 1;
  if (positions !== undefined) for (const p of positions) positionCount = Math.max(positionCount, p + 1);
  const logged = new Uint8Array(actionCount * positionCount);
  for (let row = 0; row < actions.length; row++) {
    logged[actions[row] * positionCount + (positions?.[row] ?? 0)] = 1;
  }
  const shares = new Float64Array(actionCount * positionCount);
  const probabilities = new Float64Array(actionCount);
  const chances = new Float64Array(actionCount);
  for (let row = 0; row < actions.length; row++) {
    const position = positions?.[row] ?? 0;
    policy.write(row, probabilities);
    if (loggingPolicy !== null) writeChecked(loggingPolicy, row, chances);
    for (let action = 0; action < actionCount; action++) {
      const cell = action * positionCount + position;
      const has = loggingPolicy === null ? logged[cell] === 1 : chances[action] > 0;
      if (!has) shares[cell] += probabilities[action] / actions.length;
    }
  }
  const result: { action: number; position: number; share: number }[] = [];
  for (let cell = 0; cell < shares.length; cell++) {
    if (shares[cell] === 0) continue;
    result.push({
      action: Math.floor(cell / positionCount),
      position: cell % positionCount,
      share: shares[cell],
    });
  }
  return result.sort((a, b) => b.share - a.share);
}
