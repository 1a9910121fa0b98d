import { describe, expect, test } from 'vitest';
import { contextProblems, policyProblems } from './check-policy.ts';
import type { PolicyConfig } from './policy-config.ts';

describe('policyProblems', () => {
  test.each<PolicyConfig>([
    { kind: 'greedy' },
    { kind: 'greedy', uniformShare: 0.1, reach: 50 },
    { kind: 'epsilonGreedy', epsilon: 0.05 },
    { kind: 'softmax', temperature: 0.1 },
    { kind: 'betaThompson' },
    { kind: 'betaThompson', reward: 'purchase', halfLife: '14d', examination: [1, 0.6, 0.4], draws: 64 },
    { kind: 'gaussianThompson', reward: 'value', noise: 30 },
    { kind: 'linUcb', alpha: 0.5, features: ['clickRate'] },
    { kind: 'linearThompson', ridge: 5, uniformShare: 0.02 },
    { kind: 'bootstrappedTrees', members: 8, refitMinutes: 30 },
  ])('lets %j through', (policy) => {
    expect(policyProblems(policy, '/policy')).toEqual([]);
  });

  test.each<[unknown, string, RegExp]>([
    [{ kind: 'thompson' }, '/policy/kind', /must be one of greedy, .*got "thompson"/],
    [{ kind: 'betaTompson' }, '/policy/kind', /did you mean "betaThompson"\?/],
    [{}, '/policy/kind', /must be one of/],
    ['greedy', '/policy', /must be an object with kind, got "greedy"/],
    [{ kind: 'epsilonGreedy', epsilon: 1.5 }, '/policy/epsilon', /<= 1, got 1.5/],
    [{ kind: 'epsilonGreedy' }, '/policy/epsilon', /is needed/],
    [{ kind: 'epsilonGreedy', epsilon: 0.1, epsilom: 2 }, '/policy/epsilom', /did you mean "epsilon"\?/],
    [{ kind: 'softmax', temperature: 0 }, '/policy/temperature', /> 0, got 0/],
    [{ kind: 'betaThompson', halfLife: '2 weeks' }, '/policy/halfLife', /got "2 weeks"/],
    [{ kind: 'betaThompson', examination: [0] }, '/policy/examination/0', /got 0/],
    [{ kind: 'betaThompson', reward: 'value' }, '/policy/reward', /got "value"/],
    [{ kind: 'linUcb', uniformShare: 0 }, '/policy/uniformShare', /> 0, got 0/],
    [{ kind: 'bootstrappedTrees', members: 1 }, '/policy/members', />= 2, got 1/],
  ])('refuses %j at %s', (policy, path, message) => {
    const problems = policyProblems(policy, '/policy');
    expect(problems.map((problem) => problem.path)).toContain(path);
    expect(problems.find((problem) => problem.path === path)?.message).toMatch(message);
  });
});

test('features of a context are declared ones', () => {
  const names = ['clickRate', 'relativePrice'];
  const policy: PolicyConfig = {
    kind: 'linUcb',
    features: ['clickRate', 'clickRat', 'clickRate*relativePrice', 'clickRate*age'],
  };
  expect(contextProblems(policy, '/policy', names)).toEqual([
    {
      ...{ path: '/policy/features/1', code: 'noSuch' },
      message: 'there is no feature "clickRat"; did you mean "clickRate"?',
      params: { kind: 'feature', got: '"clickRat"', near: 'clickRate' },
    },
    {
      ...{ path: '/policy/features/3', code: 'noSuch' },
      message: 'there is no feature "age"; GET /v1/features lists them',
      params: { kind: 'feature', got: '"age"', known: names },
    },
  ]);
});
