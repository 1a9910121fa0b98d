import type { Random } from '../../packages/learn/src/random/random.ts';

/**
 * How often Bernoulli Thompson sampling puts each item at each position: beta draws per item, the highest
 * ones shown in falling order.
 * @returns items × positions, row-major
 */
export function simulateBernoulliThompson(
  alpha: readonly number[],
  beta: readonly number[],
  positions: number,
  simulations: number,
  random: Random,
): Float64Array {
  const counts = new Float64Array(alpha.length * positions);
  const draws = new Float64Array(alpha.length);
  for (let s = 0; s < simulations; s++) {
    for (let i = 0; i < draws.length; i++) draws[i] = random.beta(alpha[i], beta[i]);
    for (let position = 0; position < positions; position++) {
      let best = 0;
      for (let i = 1; i < draws.length; i++) if (draws[i] > draws[best]) best = i;
      counts[best * positions + position]++;
      draws[best] = -1;
    }
  }
  return counts.map((c) => c / simulations);
}
