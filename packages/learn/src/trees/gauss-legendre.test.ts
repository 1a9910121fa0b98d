import { describe, expect, it } from 'vitest';
import { gaussLegendre } from './gauss-legendre.ts';

describe('gaussLegendre', () => {
  it('integrates powers of t on [0, 1] exactly up to its degree', () => {
    for (const count of [1, 2, 3, 5, 16, 40]) {
      const { points, weights } = gaussLegendre(count);
      for (let power = 0; power < 2 * count; power++) {
        const sum = points.reduce((total, t, i) => total + weights[i] * t ** power, 0);
        expect(Math.abs(sum - 1 / (power + 1))).toBeLessThan(1e-13);
      }
    }
  });
});
