/** What to do with an experiment now. */
export type DecisionAction = 'ship' | 'rollBack' | 'keepRunning' | 'noDecision';

/** Stable keys; `messages.ts` has the words. */
export type DecisionReasonKey =
  | 'sample_ratio_mismatch'
  | 'multiple_exposures'
  | 'pre_exposure_bias'
  | 'variants_missing'
  | 'no_result'
  | 'goal_improved'
  | 'goal_harmed'
  | 'guardrail_failed'
  | 'guardrail_undecided'
  | 'goal_mixed'
  | 'fixed_horizon_not_reached'
  | 'minimum_days_not_reached'
  | 'goal_undecided'
  | 'effect_below_minimum'
  | 'inconclusive';

export interface DecisionReason {
  key: DecisionReasonKey;
  parameters: Readonly<Record<string, string | number>>;
}

export interface Decision {
  action: DecisionAction;
  /** The variant to ship; null for every other action. */
  variant: string | null;
  /** Days to keep running; null for every other action, and when the traffic gives no estimate. */
  days: number | null;
  /** The most important first. */
  reasons: DecisionReason[];
}

/** A goal metric of one treatment against the control, signs turned so that positive is better. */
export interface GoalEvidence {
  metric: string;
  /** Null when the comparison has a problem. */
  result: {
    /** Relative effect where defined, else absolute. */
    effect: number;
    lower: number;
    upper: number;
    pValue: number;
    significant: boolean;
    scale: 'relative' | 'absolute';
  } | null;
}

export interface VariantEvidence {
  variant: string;
  goals: readonly GoalEvidence[];
  guardrails: readonly { metric: string; status: 'passed' | 'failed' | 'undecided' }[];
}

export interface DecisionInput {
  method: 'sequential' | 'fixed' | 'bayesian';
  health: readonly DecisionReason[];
  /** Every treatment, not the control. */
  variants: readonly VariantEvidence[];
  /** Whole days since the start. */
  daysRun: number;
  /** Days until the planned sample, from now; 0 when reached, null when there is no plan or no traffic. */
  daysLeft: number | null;
  /** Smallest effect worth having, in the unit of the goals' effects; null when unstated. */
  minimumEffect: number | null;
  /** Ship not before this many days, so that weekdays even out. Default 7. */
  minimumDays?: number;
}

/**
 * The decision that the evidence supports, by fixed rules in this order: broken data decides nothing; harm to
 * a goal or a failed guardrail in every treatment rolls back, at once unless the method is fixed-horizon; a
 * treatment whose goals improved with all guardrails passed ships; otherwise the experiment keeps running
 * until the planned sample (a fixed-horizon test without a plan counts as finished), and then ends without an effect worth having or without a conclusion.
 */
export function decide(input: DecisionInput): Decision {
  const { health, variants, daysLeft, method, minimumDays = 7 } = input;
  if (health.length > 0) return answer('noDecision', [...health]);
  if (variants.length === 0 || variants.every((v) => v.goals.every((g) => g.result === null))) {
    return waiting(input, [{ key: 'no_result', parameters: {} }]);
  }
  const planOpen = daysLeft === null || daysLeft > 0;
  if (method === 'fixed' && daysLeft !== null && daysLeft > 0) {
    return waiting(input, [{ key: 'fixed_horizon_not_reached', parameters: {} }]);
  }

  const verdicts = variants.map(judge);
  const winners = verdicts.filter((v) => v.state === 'winner').sort((a, b) => b.score - a.score);
  if (winners.length > 0 && input.daysRun < minimumDays) {
    const days = minimumDays - input.daysRun;
    const reason: DecisionReason = { key: 'minimum_days_not_reached', parameters: { minimumDays } };
    return { action: 'keepRunning', variant: null, days, reasons: [reason, ...winners[0].reasons] };
  }
  if (winners.length > 0) return answer('ship', winners[0].reasons, winners[0].variant);
  if (verdicts.every((v) => v.state === 'loser')) {
    return answer(
      'rollBack',
      verdicts.flatMap((v) => v.reasons),
    );
  }
  const open = verdicts.filter((v) => v.state === 'open').flatMap((v) => v.reasons);
  if (planOpen) return waiting(input, open);
  const small = verdicts
    .filter((v) => v.state === 'open')
    .every((v) => isBelowMinimum(v.evidence, input.minimumEffect));
  if (small && input.minimumEffect !== null) {
    return answer('rollBack', [
      { key: 'effect_below_minimum', parameters: { minimumEffect: input.minimumEffect } },
    ]);
  }
  return answer('noDecision', [{ key: 'inconclusive', parameters: {} }, ...open]);
}

interface Verdict {
  variant: string;
  state: 'winner' | 'loser' | 'open';
  /** Sum of the goals' effects, to rank winners. */
  score: number;
  reasons: DecisionReason[];
  evidence: VariantEvidence;
}

function judge(evidence: VariantEvidence): Verdict {
  const { variant, goals, guardrails } = evidence;
  const known = goals.flatMap(({ metric, result }) => (result === null ? [] : [{ metric, ...result }]));
  const improved = known.filter((g) => g.significant && g.effect > 0);
  const harmed = known.filter((g) => g.significant && g.effect < 0);
  const failed = guardrails.filter((g) => g.status === 'failed');
  const undecided = guardrails.filter((g) => g.status === 'undecided');
  const score = known.reduce((sum, g) => sum + g.effect, 0);
  const goalReason =
    (key: DecisionReasonKey) =>
    (g: (typeof known)[number]): DecisionReason => ({
      key,
      parameters: {
        variant,
        metric: g.metric,
        effect: g.effect,
        lower: g.lower,
        upper: g.upper,
        pValue: g.pValue,
      },
    });
  const guardReason =
    (key: DecisionReasonKey) =>
    (g: { metric: string }): DecisionReason => ({
      key,
      parameters: { variant, metric: g.metric },
    });
  const verdict = (state: Verdict['state'], reasons: DecisionReason[]) => ({
    variant,
    state,
    score,
    reasons,
    evidence,
  });

  if (failed.length > 0) return verdict('loser', failed.map(guardReason('guardrail_failed')));
  if (harmed.length > 0 && improved.length > 0) {
    const both = [...improved, ...harmed].map((g) => g.metric).join(', ');
    return verdict('open', [{ key: 'goal_mixed', parameters: { variant, metrics: both } }]);
  }
  if (harmed.length > 0) return verdict('loser', harmed.map(goalReason('goal_harmed')));
  if (improved.length > 0 && undecided.length === 0) {
    return verdict('winner', improved.map(goalReason('goal_improved')));
  }
  if (improved.length > 0) {
    return verdict('open', [
      ...undecided.map(guardReason('guardrail_undecided')),
      ...improved.map(goalReason('goal_improved')),
    ]);
  }
  return verdict('open', known.map(goalReason('goal_undecided')));
}

/** Every goal's interval rules out an effect worth having. */
function isBelowMinimum({ goals }: VariantEvidence, minimumEffect: number | null): boolean {
  if (minimumEffect === null) return false;
  return goals.every((g) => g.result !== null && g.result.upper < minimumEffect);
}

function waiting({ daysLeft, daysRun, minimumDays = 7 }: DecisionInput, reasons: DecisionReason[]): Decision {
  if (daysLeft === 0) return answer('noDecision', [{ key: 'inconclusive', parameters: {} }, ...reasons]);
  const atLeast = Math.max(0, minimumDays - daysRun);
  const days = daysLeft === null ? null : Math.max(daysLeft, atLeast);
  return { action: 'keepRunning', variant: null, days, reasons };
}

function answer(action: DecisionAction, reasons: DecisionReason[], variant: string | null = null): Decision {
  return { action, variant, days: null, reasons };
}
