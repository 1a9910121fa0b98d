import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ticksOf } from './forest-plot.tsx';

test('a few round ticks within the scale, zero among them', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
      fc.double({ min: 0.001, max: 1, noNaN: true }),
      (size, share) => {
        const [from, to] = [-size * share, size];
        const ticks = ticksOf(from, to);
        expect(ticks).toContain(0);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(7);
        for (const tick of ticks) expect(tick >= from && tick <= to * (1 + 1e-9)).toBe(true);
      },
    ),
  );
});
