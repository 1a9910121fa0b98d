import { analyseExperiment, type ExperimentInput } from '@personalize/learn';
import { expect, test } from 'vitest';
import { experimentProblems } from './experiment-problems.ts';

function problemsOf(exposures: [number, number], successes: [number, number]) {
  const input: ExperimentInput = {
    variants: ['control', 'new'].map((key, i) => ({ key, weight: 0.5, exposures: exposures[i] })),
    metrics: [
      {
        ...{ key: 'unsubscribes', role: 'guardrail', direction: 'decrease' },
        statistics: {
          control: { kind: 'proportion', n: exposures[0], successes: successes[0] },
          new: { kind: 'proportion', n: exposures[1], successes: successes[1] },
        },
      },
    ],
  };
  const { metrics, ...analysis } = analyseExperiment(input);
  return experimentProblems({
    ...{ analysis, metrics },
    exposures: exposures.map((customers) => ({ customers })),
    variantsWithoutExposure: exposures[1] === 0 ? ['new'] : [],
  });
}

test('an experiment that runs as planned has none', () => {
  expect(problemsOf([20_000, 20_050], [300, 305])).toEqual([]);
});

test('customers split otherwise than planned, and a guardrail that failed, are told in both languages', () => {
  const found = problemsOf([20_000, 22_000], [300, 480]);
  expect(found.map(({ key }) => key)).toEqual(['sampleRatio', 'guardrail unsubscribes new']);
  expect(found[0].words.en).toContain('sample ratio mismatch');
  expect(found[1].words['pt-BR']).toContain('métrica de proteção unsubscribes');
});

test('a variant that nobody sees is told once others are seen', () => {
  expect(problemsOf([500, 0], [10, 0]).map(({ key }) => key)).toContain('noExposure new');
  expect(problemsOf([0, 0], [0, 0])).toEqual([]);
});
