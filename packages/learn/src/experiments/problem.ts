/** Why a figure does not exist or cannot be trusted. Stable keys; the words are in `messages.ts`. */
export type ProblemKey =
  | 'bad_statistics'
  | 'negative_variance'
  | 'no_exposure'
  | 'one_exposure'
  | 'too_few_exposures'
  | 'no_variance'
  | 'zero_denominator'
  | 'zero_control_mean'
  | 'control_mean_near_zero'
  | 'no_order_statistics'
  | 'cap_mismatch'
  | 'kind_mismatch'
  | 'missing_variant'
  | 'unknown_variant'
  | 'missing_covariate'
  | 'no_covariate_variance'
  | 'stratum_without_variant'
  | 'not_stratifiable'
  | 'overlapping_segments'
  | 'too_few_cells'
  | 'overflow';

/** A named fact with the numbers and names that its sentence needs. */
export interface Problem {
  key: ProblemKey;
  parameters: Readonly<Record<string, string | number>>;
}

/** A value, or null with the problem that keeps it from existing. Never NaN, never Infinity. */
export type Outcome<T> = { value: T; problem: null } | { value: null; problem: Problem };

export function success<T>(value: T): Outcome<T> {
  return { value, problem: null };
}

export function failure(
  key: ProblemKey,
  parameters: Problem['parameters'] = {},
): { value: null; problem: Problem } {
  return { value: null, problem: { key, parameters } };
}

/** The value of an outcome known to hold one. @throws Error naming the problem otherwise */
export function requireValue<T>(outcome: Outcome<T>): T {
  if (outcome.problem === null) return outcome.value;
  const { key, parameters } = outcome.problem;
  throw new Error(`no value: ${key} ${JSON.stringify(parameters)}`);
}
