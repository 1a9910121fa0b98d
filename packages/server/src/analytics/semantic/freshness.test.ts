import { describe, expect, it } from 'vitest';
import { FreshnessClock } from './freshness.ts';

describe('FreshnessClock', () => {
  it('says up to when everything can be read', () => {
    let [now, head, position] = [1000, 0, 0];
    const clock = new FreshnessClock({ head: () => head, position: () => position }, () => now);
    expect(clock.read()).toEqual({ version: 0, asOf: 1000 });
    for (let i = 0; i < 5; i++) {
      now += 1000;
      head += 100;
      clock.mark();
    }
    now = 9000;
    expect(clock.read().asOf).toBe(1000);
    position = 250;
    expect(clock.read()).toEqual({ version: 250, asOf: 3000 });
    position = 500;
    expect(clock.read()).toEqual({ version: 500, asOf: 9000 });
  });

  it('keeps few marks through a long backlog', () => {
    let now = 0;
    let head = 0;
    let position = 0;
    const clock = new FreshnessClock({ head: () => head, position: () => position }, () => now);
    for (let i = 0; i < 10_000; i++) {
      now += 600;
      head++;
      clock.mark();
    }
    position = 9000;
    const { asOf } = clock.read();
    expect(asOf).toBeLessThanOrEqual(9000 * 600);
    expect(asOf).toBeGreaterThan(8900 * 600);
  });
});
