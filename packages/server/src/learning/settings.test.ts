import { describe, expect, it } from 'vitest';
import { learningSettings, validateLearning } from './settings.ts';

describe('the learning section of the configuration', () => {
  it('keeps defaults for what is left out', () => {
    const { gates, watch, keepVersions, trainingThreads } = learningSettings(
      validateLearning({ gates: { latencyMs: 8 }, watch: { rollback: false }, keepVersions: 3 }, 'c.ts'),
    );
    expect(gates).toMatchObject({ latencyMs: 8, coverageShare: 0.8, offPolicyWithoutSupport: 'skip' });
    expect(watch).toMatchObject({ rollback: false, sigmas: 3, drift: 0.25 });
    expect(keepVersions).toBe(3);
    expect(trainingThreads).toBeUndefined();
    expect(learningSettings()).toEqual(learningSettings({}));
  });

  it.each<[unknown, string]>([
    [[], 'c.ts: learning must be an object, got []'],
    [{ gate: {} }, 'unknown setting learning.gate; known are gates, watch, keepVersions, trainingThreads'],
    [{ gates: { latencyMs: -1 } }, 'learning.gates.latencyMs must be a number from 0.001 to 10000, got -1'],
    [{ gates: { latencyMs: Number.NaN } }, 'learning.gates.latencyMs must be a number from'],
    [{ gates: { offPolicyWithoutSupport: 'maybe' } }, 'must be skip or refuse, got "maybe"'],
    [{ watch: { fewestDecisions: 10.5 } }, 'must be a whole number from 10 to 1000000000, got 10.5'],
    [{ watch: { rollback: 'no' } }, 'learning.watch.rollback must be true or false, got "no"'],
    [{ watch: null }, 'learning.watch must be an object, got null'],
  ])('refuses %j and names the setting, its bounds and the value', (value, message) => {
    expect(() => validateLearning(value, 'c.ts')).toThrow(message);
  });
});
