import { describe, expect, it } from 'vitest';
import { type DecisionInput, decide, type VariantEvidence } from './decision.ts';
import { describeDecision, describeProblem } from './messages.ts';

type Result = NonNullable<VariantEvidence['goals'][number]['result']>;
const goal = (effect: number, significant: boolean, width = 0.02, metric = 'conversion') => {
  const pValue = significant ? 0.001 : 0.4;
  const result: Result = {
    effect,
    lower: effect - width,
    upper: effect + width,
    pValue,
    significant,
    scale: 'relative',
  };
  return { metric, result };
};
const evidence = (
  variant: string,
  goals: VariantEvidence['goals'],
  status?: 'passed' | 'failed' | 'undecided',
) => ({
  variant,
  goals,
  guardrails: status === undefined ? [] : [{ metric: 'latency', status }],
});
const input = (variants: VariantEvidence[], change: Partial<DecisionInput> = {}): DecisionInput => ({
  method: 'sequential',
  health: [],
  variants,
  daysRun: 10,
  daysLeft: 12,
  minimumEffect: null,
  ...change,
});

describe('decide', () => {
  it('ships the best treatment whose goals improved and whose guardrails passed', () => {
    const decision = decide(
      input([
        evidence('b', [goal(0.05, true)], 'passed'),
        evidence('c', [goal(0.09, true)], 'passed'),
        evidence('d', [goal(0.2, true)], 'failed'),
      ]),
    );
    expect(decision).toMatchObject({ action: 'ship', variant: 'c', days: null });
    expect(decision.reasons[0]).toMatchObject({
      key: 'goal_improved',
      parameters: { variant: 'c', effect: 0.09 },
    });
  });

  it('waits for whole weeks before shipping, but rolls harm back at once', () => {
    const early = decide(input([evidence('b', [goal(0.05, true)], 'passed')], { daysRun: 3 }));
    expect(early).toMatchObject({ action: 'keepRunning', days: 4 });
    expect(early.reasons.map((r) => r.key)).toEqual(['minimum_days_not_reached', 'goal_improved']);
    const harmed = decide(input([evidence('b', [goal(-0.05, true)])], { daysRun: 1 }));
    expect(harmed).toMatchObject({ action: 'rollBack', variant: null });
    const guarded = decide(input([evidence('b', [goal(0.05, true)], 'failed')], { daysRun: 1 }));
    expect(guarded.reasons[0].key).toBe('guardrail_failed');
    expect(guarded.action).toBe('rollBack');
  });

  it('keeps running while undecided, for as long as the plan says', () => {
    expect(decide(input([evidence('b', [goal(0.01, false)])]))).toMatchObject({
      action: 'keepRunning',
      days: 12,
    });
    expect(decide(input([evidence('b', [goal(0.05, true)], 'undecided')])).reasons.map((r) => r.key)).toEqual(
      ['guardrail_undecided', 'goal_improved'],
    );
    const mixed = [goal(0.05, true), goal(-0.04, true, 0.01, 'revenue')];
    expect(decide(input([evidence('b', mixed)])).reasons[0]).toEqual({
      key: 'goal_mixed',
      parameters: { variant: 'b', metrics: 'conversion, revenue' },
    });
    expect(decide(input([evidence('b', [goal(0.01, false)])], { daysLeft: null })).days).toBeNull();
    expect(decide(input([evidence('b', [{ metric: 'conversion', result: null }])])).reasons[0].key).toBe(
      'no_result',
    );
    expect(decide(input([evidence('b', [goal(-0.1, true)]), evidence('c', [goal(0, false)])])).action).toBe(
      'keepRunning',
    );
  });

  it('reads a fixed-horizon test at its end only', () => {
    const winner = [evidence('b', [goal(0.05, true)], 'passed')];
    expect(decide(input(winner, { method: 'fixed' })).reasons[0].key).toBe('fixed_horizon_not_reached');
    expect(decide(input(winner, { method: 'fixed', daysLeft: 0 })).action).toBe('ship');
    expect(decide(input(winner, { method: 'fixed', daysLeft: null })).action).toBe('ship');
  });

  it('ends without an effect worth having, or without a conclusion', () => {
    const small = [evidence('b', [goal(0.001, false, 0.005)])];
    expect(decide(input(small, { daysLeft: 0, minimumEffect: 0.02 }))).toMatchObject({
      action: 'rollBack',
      reasons: [{ key: 'effect_below_minimum' }],
    });
    expect(decide(input(small, { daysLeft: 0, minimumEffect: 0.004 })).action).toBe('noDecision');
    expect(decide(input(small, { daysLeft: 0 })).reasons[0].key).toBe('inconclusive');
  });

  it('decides nothing on broken data', () => {
    const health = [{ key: 'sample_ratio_mismatch', parameters: { pValue: 1e-9 } } as const];
    const decision = decide(input([evidence('b', [goal(0.05, true)], 'passed')], { health }));
    expect(decision.action).toBe('noDecision');
    expect(decision.reasons).toEqual(health);
  });
});

describe('in words', () => {
  it('p-values that are too small to tell apart are not written out', () => {
    const broken = (pValue: number) => {
      const health = [{ key: 'sample_ratio_mismatch', parameters: { pValue } } as const];
      return decide(input([evidence('b', [goal(0.05, true)], 'passed')], { health }));
    };
    expect(describeDecision(broken(8.05e-25)).reasons[0]).toContain('(p < 0.0001)');
    expect(describeDecision(broken(0.00052), 'pt-BR').reasons[0]).toContain('(p = 0,00052)');
  });

  const shipped = decide(input([evidence('b', [goal(0.0512, true)], 'passed')]));

  it('English and Brazilian Portuguese', () => {
    expect(describeDecision(shipped)).toEqual({
      headline: 'Ship b',
      reasons: ['conversion is better with b: +5.12% (+3.12% to +7.12%)'],
    });
    expect(describeDecision(shipped, 'pt-BR')).toEqual({
      headline: 'Publicar b',
      reasons: ['conversion melhora com b: +5,12% (de +3,12% a +7,12%)'],
    });
    const waiting = decide(input([evidence('b', [goal(0.01, false)])]));
    expect(describeDecision(waiting).headline).toBe('Keep running for 12 days');
    expect(describeDecision({ ...waiting, days: 1 }, 'pt-BR').headline).toBe(
      'Continuar o experimento por um dia',
    );
    expect(describeDecision({ ...waiting, days: null }).headline).toBe('Keep running');
  });

  it('write absolute effects as numbers', () => {
    const [first] = shipped.reasons;
    const absolute = {
      ...shipped,
      reasons: [{ ...first, parameters: { ...first.parameters, scale: 'absolute' } }],
    };
    expect(describeDecision(absolute).reasons[0]).toBe(
      'conversion is better with b: +0.0512 (+0.0312 to +0.0712)',
    );
  });

  it('and problems', () => {
    const problem = { key: 'zero_control_mean', parameters: {} } as const;
    expect(describeProblem(problem)).toMatch(/no relative effect/);
    expect(describeProblem(problem, 'pt-BR')).toMatch(/não há efeito relativo/);
    expect(describeProblem({ key: 'too_few_exposures', parameters: { n: 1234 } }, 'pt-BR')).toMatch(
      /1\.230|1\.234/,
    );
  });
});
