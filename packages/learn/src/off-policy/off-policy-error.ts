/** What makes logged decisions unfit to judge a policy by. */
export type OffPolicyProblem =
  | 'empty'
  | 'lengths-differ'
  | 'action-unknown'
  | 'position-unknown'
  | 'propensity-not-positive'
  | 'propensity-above-one'
  | 'propensity-disagrees'
  | 'reward-not-finite'
  | 'reward-before-decision'
  | 'duplicate-decision'
  | 'duplicate-reward'
  | 'probabilities-invalid'
  | 'no-support'
  | 'too-few-effective-rows'
  | 'model-missing'
  | 'model-not-finite';

/** Refusal to estimate: `problem` is stable for programs, the message is for people. */
export class OffPolicyError extends Error {
  readonly problem: OffPolicyProblem;
  /** The number that led to the refusal, such as the unsupported share. */
  readonly figure: number | null;
  /** The first row at fault, where there is one. */
  readonly row: number | null;

  constructor(
    problem: OffPolicyProblem,
    message: string,
    details: { figure?: number | null; row?: number | null } = {},
  ) {
    super(message);
    this.name = 'OffPolicyError';
    this.problem = problem;
    this.figure = details.figure ?? null;
    this.row = details.row ?? null;
  }
}
