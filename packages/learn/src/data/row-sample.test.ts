import { describe, expect, it } from 'vitest';
import { hashUniform, stratifiedRows } from './row-sample.ts';

describe('stratifiedRows', () => {
  it('takes one row of each stretch, ascending', () => {
    const rows = stratifiedRows(1003, 100);
    rows.forEach((row, i) => {
      expect(row).toBeGreaterThanOrEqual(Math.floor(i * 10.03));
      expect(row).toBeLessThan(Math.floor((i + 1) * 10.03));
    });
    expect([...stratifiedRows(5, 5)]).toEqual([0, 1, 2, 3, 4]);
  });
});

describe('hashUniform', () => {
  it('is uniform, and independent between neighbours, streams and seeds', () => {
    const count = 20_000;
    for (const draw of [
      (i: number) => hashUniform(1, 0, i),
      (i: number) => hashUniform(1, i, 0),
      (i: number) => hashUniform(i, 0, 0),
    ]) {
      let sum = 0;
      let product = 0;
      for (let i = 0; i < count; i++) {
        const value = draw(i);
        expect(value >= 0 && value < 1).toBe(true);
        sum += value;
        product += (value - 0.5) * (draw(i + 1) - 0.5);
      }
      expect(Math.abs(sum / count - 0.5)).toBeLessThan(0.01);
      expect(Math.abs(product / count)).toBeLessThan(0.003);
    }
  });
});
