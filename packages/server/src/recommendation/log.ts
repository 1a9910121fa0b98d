import type { DecisionRecord, JsonObject } from '../stores/journal/record.ts';
import { type CandidateSet, sourceCount } from './candidates.ts';
import { type Placement, sourceNames } from './placement.ts';
import type { Choice } from './policies/policy-engine.ts';
import type { RecommendationAnswer, RecommendationRequest } from './recommendation.ts';
import { loggedRestrictions } from './restrictions.ts';
import type { ScoreInput } from './scorer.ts';

/**
 * The stage that writes down what was decided, with everything needed to judge it later: slate, propensities,
 * ranker, feature vectors when the placement logs them, and the journal offset that the features stood at.
 */
export function decisionRecord(
  request: RecommendationRequest,
  placement: Placement,
  answer: RecommendationAnswer,
  slate: Choice,
  candidates: CandidateSet,
  input: ScoreInput,
  stateOffset: number,
  featureHash: string,
): DecisionRecord {
  return {
    kind: 'decision',
    decisionId: answer.decisionId,
    timestamp: answer.timestamp,
    receivedAt: answer.timestamp,
    customerId: request.customerId,
    anonymousId: request.anonymousId,
    placement: answer.placement,
    model: answer.model,
    policy: answer.policy,
    variant: answer.variant,
    fallback: answer.fallback,
    context: loggedContext(request, slate.propensityError),
    stateOffset,
    ...(placement.logFeatures ? { featureHash } : {}),
    slate: answer.recommendations.map(({ itemId, score, propensity }, k) => ({
      itemId,
      source: mainSource(candidates, slate.order[k]),
      score,
      propensity,
      ...(slate.contexts === undefined ? {} : { context: slate.contexts[k] }),
      ...(placement.logFeatures
        ? { features: vector(input, slate.order[k]), evidence: evidenceOf(input, slate.order[k]) }
        : {}),
    })),
    candidates: { retrieved: answer.candidates.retrieved, eligible: answer.candidates.eligible },
    ...(slate.learning === undefined ? {} : { learning: slate.learning }),
    origin: request.origin ?? 'live',
  };
}

/** The source that named the item first: what the slot is credited to. */
function mainSource(candidates: CandidateSet, position: number): string {
  return sourceNames[candidates.first[position]];
}

function vector({ matrix, width }: ScoreInput, position: number): (number | null)[] {
  const values: (number | null)[] = new Array(width);
  for (let f = 0; f < width; f++) {
    const value = matrix[position * width + f];
    values[f] = Number.isNaN(value) ? null : value;
  }
  return values;
}

function evidenceOf({ evidence }: ScoreInput, position: number): number[] {
  return Array.from(evidence.subarray(position * sourceCount, (position + 1) * sourceCount));
}

/** The request's context, filters and exclusions; beside them `propensityError`, the propensities' largest numerical error, where they have one. */
function loggedContext(request: RecommendationRequest, propensityError: number): JsonObject {
  const { context, limit } = request;
  const logged = loggedRestrictions(request);
  if (propensityError > 0) logged.propensityError = propensityError;
  if (context?.channel !== undefined) logged.channel = context.channel;
  if (context?.device !== undefined) logged.device = context.device;
  if (context?.itemId !== undefined) logged.itemId = context.itemId;
  if (context?.cart !== undefined) logged.cart = context.cart;
  if (limit !== undefined) logged.limit = limit;
  return logged;
}
