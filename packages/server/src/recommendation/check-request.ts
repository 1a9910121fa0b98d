import { AppError, type FieldError } from '../errors.ts';
import { filterProblem } from './placement.ts';
import { maxCart, maxExcludes, maxFilters, maxLimit, type RecommendationRequest } from './recommendation.ts';

/** Throws `invalid_request` naming the field, the bad value and its bounds. */
export function checkRequest({ limit, filter, exclude, context }: RecommendationRequest): void {
  if (limit !== undefined && !(Number.isInteger(limit) && limit >= 1 && limit <= maxLimit)) {
    refuse('/limit', `limit must be 1 to ${maxLimit}, got ${limit}`);
  }
  atMost('/exclude', exclude?.length, maxExcludes);
  atMost('/context/cart', context?.cart?.length, maxCart);
  atMost('/filter', filter?.length, maxFilters);
  for (const [i, one] of (filter ?? []).entries()) {
    const problem = filterProblem(one);
    if (problem) refuse(`/filter/${i}`, problem.message, problem);
  }
}

function atMost(path: string, length: number | undefined, max: number): void {
  if (length !== undefined && length > max) {
    refuse(path, `${path.slice(1)} must have at most ${max} entries, got ${length}`);
  }
}

function refuse(path: string, message: string, coded?: Omit<FieldError, 'path'>): never {
  throw new AppError('invalid_request', message, { errors: [{ path, message, ...coded }] });
}
