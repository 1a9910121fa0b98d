import { Compile } from 'typebox/compile';
import type { JsonObject } from '../stores/journal/record.ts';
import { type FilterConfig, filterSchema } from './placement.ts';
import type { RecommendationRequest } from './recommendation.ts';

/** What a request brought to narrow its candidates, beside the placement's own filters. */
export type Restrictions = Pick<RecommendationRequest, 'filter' | 'exclude'>;

/** Characters of JSON that one decision may log of them: far above usual requests, far below the largest. */
export const maxRestrictionSize = 16_384;

const filter = Compile(filterSchema);

/** What of a request's context a decision keeps of its restrictions: all, or in place of too many their numbers. */
export function loggedRestrictions({ filter: own = [], exclude = [] }: Restrictions): JsonObject {
  const logged: JsonObject = {};
  if (own.length > 0) logged.filter = own;
  if (exclude.length > 0) logged.exclude = exclude;
  if (own.length + exclude.length === 0) return logged;
  if (JSON.stringify(logged).length <= maxRestrictionSize) return logged;
  return { restrictionsNotLogged: { filter: own.length, exclude: exclude.length } };
}

/**
 * The restrictions that a decision's context holds; undefined when there were too many to be logged, so that the
 * candidates cannot be told. Decisions from before they were logged have none.
 */
export function readRestrictions(context: JsonObject): Restrictions | undefined {
  if (context.restrictionsNotLogged !== undefined) return undefined;
  const found: Restrictions = {};
  if (Array.isArray(context.filter)) {
    found.filter = context.filter.filter((one): one is FilterConfig & JsonObject => filter.Check(one));
  }
  if (Array.isArray(context.exclude)) {
    found.exclude = context.exclude.filter((id): id is string => typeof id === 'string');
  }
  return found;
}
