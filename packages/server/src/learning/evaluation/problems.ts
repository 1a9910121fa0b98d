import { type Told, told } from '../../told.ts';

/** What in a log cannot be used, by name. Nothing of it is averaged in: it is left out and counted. */
export const problemCodes = [
  'propensity-not-positive',
  'propensity-above-one',
  'duplicate-decision',
  'slate-too-short',
  'restrictions-not-logged',
  'attribution-window-open',
  'other-origin',
  'reward-before-decision',
  'duplicate-reward',
  'reward-after-window',
  'reward-without-slot',
  'reward-not-finite',
  'prefix-unknown',
  'beyond-sample',
] as const;
export type ProblemCode = (typeof problemCodes)[number];

/** Counts of what was left out. */
export class Problems {
  readonly #counts = new Map<ProblemCode, number>();

  add(code: ProblemCode, count = 1): void {
    if (count > 0) this.#counts.set(code, (this.#counts.get(code) ?? 0) + count);
  }

  count(code: ProblemCode): number {
    return this.#counts.get(code) ?? 0;
  }

  list(): { code: ProblemCode; count: number }[] {
    return problemCodes
      .filter((code) => this.#counts.has(code))
      .map((code) => ({ code, count: this.count(code) }));
  }
}

/** Why an estimate is refused, with the figure that missed its limit. */
export interface Refusal {
  code: string;
  message: string;
  figure: number | null;
  limit: number | null;
}

/** A refusal as a line, coded `refused.` and its code, with what it names as far as that is known. */
export function tellRefusal({ code, message, figure, limit }: Refusal, text = message): Told {
  return told(`refused.${code}`, text, {
    ...(figure !== null && { figure }),
    ...(limit !== null && { limit }),
  });
}

/** Ends an evaluation with a refusal, which is a result of its own and no failure. */
export class Refused extends Error {
  readonly refusal: Refusal;
  /** What was read of the log until then. */
  found = 0;
  problems: Problems | undefined;

  constructor(code: string, message: string, figure: number | null = null, limit: number | null = null) {
    super(message);
    this.refusal = { code, message, figure, limit };
  }
}
