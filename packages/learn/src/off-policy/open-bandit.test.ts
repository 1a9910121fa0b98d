import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { positionProbabilities, uniformProbabilities } from './action-probabilities.ts';
import { offPolicyDiagnostics } from './diagnostics.ts';
import { estimateOf } from './estimators/estimator.ts';
import { inversePropensity, selfNormalisedInversePropensity } from './estimators/inverse-propensity.ts';
import { evaluationSample } from './evaluation-sample.ts';
import {
  positionCount,
  readBtsDistribution,
  readOpenBanditLog,
  readReference,
} from './testing/open-bandit.ts';

const folder = fileURLToPath(new URL('../../../../datasets/open-bandit', import.meta.url));

describe('on the Open Bandit Dataset', () => {
  it.each([
    ['random', 'bts', 2467, 10.69],
    ['bts', 'random', 655.7, 178.25],
  ] as const)(
    "from %s to %s, IPS and SNIPS equal its authors' own",
    (behaviour, evaluated, effective, largest) => {
      const log = readOpenBanditLog(folder, behaviour);
      const policy =
        evaluated === 'bts'
          ? positionProbabilities(readBtsDistribution(folder), positionCount, log.positions)
          : uniformProbabilities(log.actionCount);
      const sample = evaluationSample(log, policy);
      const reference = readReference(folder, behaviour, evaluated);
      expect(Math.abs(estimateOf(inversePropensity.terms(sample)) - reference.ipw)).toBeLessThan(1e-9);
      expect(
        Math.abs(estimateOf(selfNormalisedInversePropensity.terms(sample)) - reference.snipw),
      ).toBeLessThan(1e-9);
      const diagnostics = offPolicyDiagnostics(log, policy, sample);
      expect(diagnostics.effectiveRows).toBeCloseTo(effective, effective > 1000 ? -1 : 1);
      expect(diagnostics.largestWeight).toBeCloseTo(largest, 2);
    },
  );
});
