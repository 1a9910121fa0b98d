import { describe, expect, it } from 'vitest';
import { Random } from '../random/random.ts';
import { BootstrappedPolicy } from './bootstrapped-policy.ts';
import { bootstrappedTrees, treeMemberFromJson } from './bootstrapped-trees.ts';

const rows = 1500;
const parameters = { iterations: 20, maxDepth: 3, minChildWeight: 1 };

/** Rewards that no line can fit: paid when both features have the same sign. */
function observations(random: Random) {
  const features = Float64Array.from({ length: 2 * rows }, () => random.normal());
  const rewards = Float64Array.from({ length: rows }, (_, i) =>
    random.bernoulli(features[2 * i] * features[2 * i + 1] > 0 ? 0.8 : 0.1) ? 1 : 0,
  );
  return { features, rewards };
}

describe('bootstrappedTrees', () => {
  const random = new Random(3);
  const { features, rewards } = observations(random);
  const members = bootstrappedTrees(features, 2, rewards, 10, random, parameters);
  const policy = new BootstrappedPolicy(members, random.fork(), { dimension: 2, uniformShare: 0.05 });
  const slate = {
    arms: ['same', 'other', 'same too'],
    size: 1,
    features: Float64Array.of(1, 1, 1, -1, -1.2, -0.8),
  };

  it('explores between what could be best, and leaves what is not', () => {
    const counts: Record<string, number> = { same: 0, other: 0, 'same too': 0 };
    for (let t = 0; t < 1000; t++) counts[policy.choose(slate, random)[0].arm]++;
    expect(counts.other).toBeLessThan(40);
    expect(counts.same).toBeGreaterThan(30);
    expect(counts['same too']).toBeGreaterThan(30);
  });

  it('are different models, each answering alike for one row and for many', () => {
    const out = new Float64Array(3);
    const answers = new Set<number>();
    for (const member of members) {
      member.predictRows?.(slate.features, 3, out);
      for (let i = 0; i < 3; i++) expect(member.predict(slate.features, 2 * i)).toBe(out[i]);
      answers.add(out[0]);
    }
    expect(answers.size).toBe(10);
  });

  it('survive JSON', () => {
    const copy = BootstrappedPolicy.fromJSON(JSON.parse(JSON.stringify(policy)), treeMemberFromJson);
    expect(copy.choose(slate, new Random(9))).toEqual(policy.choose(slate, new Random(9)));
  });
});
