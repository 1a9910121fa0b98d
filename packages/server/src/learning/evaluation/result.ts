import type { OffPolicyDiagnostics, OffPolicyWarning } from '@personalize/learn';
import type { Estimate, Interval } from './estimate.ts';
import type { JudgedPosterior } from './frozen-target.ts';
import type { ProblemCode, Refusal } from './problems.ts';

/** What a judgement found, refused or not. Money and counts are per decision. */
export interface EvaluationResult {
  state: 'done' | 'refused';
  /** The judged policy as decisions would record it, and its ranker's version. */
  policy: string;
  model: string;
  /** Of a policy that learns: what was frozen and judged; null for others and for refusals. */
  posterior: JudgedPosterior | null;
  refusal: Refusal | null;
  /** Decisions of the placement and period, and those judged on. */
  found: number;
  decisions: number;
  /** Of those, whose requests brought filters or exclusions of their own: they bind the judged policy, too. */
  restricted: number;
  customers: number;
  ranks: number;
  /** What the log earned by itself on the same decisions. */
  logged: (Interval & { value: number; standardError: number }) | null;
  /** By whom the log was made. */
  loggedBy: { policy: string; model: string; decisions: number }[];
  estimates: Estimate[];
  /** The estimate to read first. */
  headline: string | null;
  /** Whether the headline's difference from the log is beyond chance. */
  verdict: 'better' | 'worse' | 'unclear' | null;
  refused: ({ estimator: string } & Refusal)[];
  diagnostics: EvaluationDiagnostics | null;
  problems: { code: ProblemCode; count: number }[];
}

export interface EvaluationDiagnostics
  extends Omit<OffPolicyDiagnostics, 'unsupportedActions' | 'loggedMean' | 'warnings'> {
  effectiveShare: number;
  warnings: OffPolicyWarning[];
  /** Counts of weights: `counts[i]` from `edges[i]` up to `edges[i + 1]`; those of 0 apart. */
  weights: { zero: number; edges: number[]; counts: number[] };
}
