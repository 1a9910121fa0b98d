import { expect, it } from 'vitest';
import { sampledProbabilities } from './frozen-target.ts';

it('gives each place its chance below the ranks above, whatever stood in the buffer before', () => {
  const orders = Int32Array.of(0, 1, 1, 0, 0, 2, 0, 1);
  const { conditional, prefix } = sampledProbabilities({ orders, draws: 4, uniformShare: 0.2 }, 3, 2);
  // As many places as the longest order of the log; an earlier decision filled them all.
  const out = new Float64Array(6).fill(1 / 6);
  for (const above of [0, 1, 2]) {
    conditional(Int32Array.of(above, -1), 1, out);
    expect(out.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
    for (const place of [0, 1, 2]) {
      const [first, both] = prefix(Int32Array.of(above, place));
      expect(out[place]).toBeCloseTo(place === above ? 0 : both / first, 12);
    }
  }
});
