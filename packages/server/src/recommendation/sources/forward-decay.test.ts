import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDecayed, decayedValue } from './forward-decay.ts';

const hour = 3_600_000;
const start = Date.UTC(2026, 0, 1);

describe('forward decay', () => {
  test('equals the sum of separately decayed events, in any order of arrival', () => {
    const events = fc.array(
      fc.record({ time: fc.integer({ min: 0, max: 500 }), weight: fc.constantFrom(0.1, 0.5, 1, 3) }),
      { minLength: 1, maxLength: 60 },
    );
    fc.assert(
      fc.property(events, fc.integer({ min: 0, max: 1000 }), (list, later) => {
        let sum = 0;
        let direct = 0;
        const at = start + later * hour;
        for (const { time, weight } of list) {
          sum = addDecayed(sum, start + time * hour, Math.log2(weight), 24 * hour);
          direct += weight * 2 ** ((start + time * hour - at) / (24 * hour));
        }
        expect(decayedValue(sum, at, 24 * hour) / direct).toBeCloseTo(1, 9);
      }),
    );
  });

  test('half is left after a half-life, and nothing is nothing', () => {
    const sum = addDecayed(0, start, Math.log2(8), hour);
    expect(decayedValue(sum, start + hour, hour)).toBeCloseTo(4, 9);
    expect(decayedValue(0, start, hour)).toBe(0);
  });
});
