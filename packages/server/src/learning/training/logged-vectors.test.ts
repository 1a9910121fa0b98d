import { describe, expect, it } from 'vitest';
import { compileFeatures, type FeatureDefinition } from '../../features/index.ts';
import type { DecisionRecord } from '../../stores/journal/record.ts';
import { openVolatileStore } from '../../stores/online/index.ts';
import { LoggedVectors } from './logged-vectors.ts';

const definitions: FeatureDefinition[] = [
  { name: 'mine', kind: 'count', scope: 'customer', events: ['click'], window: '7d' },
  { name: 'everyones', kind: 'count', scope: 'item', events: ['click'], window: '7d' },
];
const engine = compileFeatures(definitions, openVolatileStore());

function decision(
  features: (number | null)[] | undefined,
  change: Partial<DecisionRecord> = {},
): DecisionRecord {
  return {
    ...{ kind: 'decision', decisionId: 'd1', timestamp: 0, receivedAt: 0, placement: 'home', model: 'm@1' },
    ...{ policy: 'greedy', context: {}, stateOffset: 100, featureHash: engine.hash, origin: 'live' },
    ...{ candidates: { retrieved: 1, eligible: 1 } },
    slate: [{ itemId: 'tea', source: 'popular', score: 1, propensity: 1, features }],
    ...change,
  };
}

describe('logged vectors', () => {
  it('must be equal to the last bit', () => {
    const check = new LoggedVectors(engine, Number.POSITIVE_INFINITY);
    check.compare(decision([0.1 + 0.2, null]), Float64Array.of(0.1 + 0.2, Number.NaN));
    expect(check.report.compared).toBe(1);
    expect(() => check.compare(decision([0.3, null]), Float64Array.of(0.1 + 0.2, Number.NaN))).toThrow(
      'feature mine of decision d1, item tea, was 0.3 in service and is 0.30000000000000004 in the replay',
    );
    expect(() => check.compare(decision([1, null]), Float64Array.of(1, 0))).toThrow(
      'feature everyones of decision d1, item tea, was missing in service and is 0 in the replay',
    );
  });

  it('of other definitions, or none, are counted and not compared', () => {
    const check = new LoggedVectors(engine, Number.POSITIVE_INFINITY);
    check.compare(decision([5, 5], { featureHash: 'other' }), Float64Array.of(1, 1));
    check.compare(decision(undefined), Float64Array.of(1, 1));
    check.compare(decision([5]), Float64Array.of(1, 1));
    expect(check.report).toEqual({ compared: 0, notComparable: 3, changedByErasure: 0 });
  });

  it('may differ in counts of everyone once people were erased, not in the customer’s own', () => {
    const check = new LoggedVectors(engine, 50);
    for (let i = 0; i < 10; i++) check.compare(decision([1, 7]), Float64Array.of(1, 6));
    check.finish();
    expect(check.report).toEqual({ compared: 10, notComparable: 0, changedByErasure: 10 });
    check.compare(decision([2, 7]), Float64Array.of(1, 7));
    expect(() => check.finish()).toThrow('refused: feature mine of decision d1');
    const before = new LoggedVectors(engine, 200);
    expect(() => before.compare(decision([1, 7]), Float64Array.of(1, 6))).toThrow('feature everyones');
  });
});
