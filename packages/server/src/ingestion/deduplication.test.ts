import { describe, expect, it } from 'vitest';
import { DeduplicationIndex } from './deduplication.ts';

const now = Date.UTC(2026, 0, 15);
const hour = 3_600_000;

function filled(count: number, options = { limit: 1_000_000 }): DeduplicationIndex {
  const index = new DeduplicationIndex(options);
  for (let i = 0; i < count; i++) expect(index.add(`id-${i}`, now)).toBe(-1);
  return index;
}

describe('DeduplicationIndex', () => {
  it('knows an id again and says which entry it repeats', () => {
    const index = filled(100_000);
    for (let i = 0; i < 100_000; i += 17) expect(index.add(`id-${i}`, now)).toBe(i);
    expect(index.size).toBe(100_000);
  });

  it('answers ids looked up together as it answers them one by one, repeats within them too', () => {
    const single = new DeduplicationIndex({ limit: 5000 });
    const together = new DeduplicationIndex({ limit: 5000 });
    const records = Array.from({ length: 20_000 }, (_, i) => ({
      messageId: i % 7 === 3 ? `id-${i - (i % 100)}` : `id-${i}`,
    }));
    const expected: number[] = [];
    const answered: number[] = [];
    for (const { messageId } of records) {
      expected.push(single.add(messageId, now));
      single.markDurable(single.next);
    }
    for (let from = 0; from < records.length; ) {
      const count = together.look(records, from);
      for (let k = 0; k < count; k++) {
        answered.push(together.addLooked(k, now));
        together.markDurable(together.next);
      }
      from += count;
    }
    expect(answered).toEqual(expected);
    expect(answered.filter((original) => original >= 0).length).toBeGreaterThan(1000);
  });

  it('tells apart ids that differ only in their last or odd character', () => {
    const index = new DeduplicationIndex({ limit: 1000 });
    for (const id of ['', 'a', 'b', 'aa', 'ab', 'aaa', 'aab', 'a\u0100', '\u0100a', 'aaa\u0000']) {
      expect(index.add(id, now), JSON.stringify(id)).toBe(-1);
    }
  });

  it('accepts an id again after its append was taken back, and keeps the others', () => {
    const index = filled(1000);
    const from = index.next;
    index.add('lost-1', now);
    index.add('lost-2', now);
    index.takeBack(from, index.next);
    expect(index.add('lost-1', now)).toBe(-1);
    for (let i = 0; i < 1000; i++) expect(index.add(`id-${i}`, now)).toBe(i);
  });

  it('remembers an id for 24 hours and forgets it after', () => {
    const index = filled(10);
    index.add('later', now + hour);
    index.markDurable(index.next);
    index.expire(now + 24 * hour);
    expect(index.add('id-3', now + 24 * hour)).toBe(3);
    index.expire(now + 24 * hour + 3000);
    expect(index.add('id-3', now + 24 * hour)).toBe(-1);
    expect(index.add('later', now + 24 * hour)).toBeGreaterThan(0);
  });

  it('drops the oldest ids above its limit, over many rounds of the ring', () => {
    const index = new DeduplicationIndex({ limit: 100_000 });
    for (let i = 0; i < 1_000_000; i++) {
      index.add(`id-${i}`, now);
      if (i % 500 === 0) index.markDurable(index.next);
    }
    index.markDurable(index.next);
    expect(index.size).toBe(100_000);
    expect(index.add('id-950000', now)).toBe(950_000);
    expect(index.add('id-10', now)).toBe(-1);
    expect(index.memoryBytes).toBeLessThan(8_000_000);
  });

  it('saves what is durable, and only that', () => {
    const index = filled(70_000);
    const lost = index.next;
    index.add('failed', now);
    index.takeBack(lost, index.next);
    index.markDurable(index.next);
    index.add('in-flight', now);

    const restored = new DeduplicationIndex({ limit: 1_000_000 });
    restored.restore(index.save());
    expect(restored.size).toBe(70_000);
    for (let i = 0; i < 70_000; i += 7) expect(restored.add(`id-${i}`, now)).toBeGreaterThanOrEqual(0);
    expect(restored.add('failed', now)).toBe(-1);
    expect(restored.add('in-flight', now)).toBe(-1);
  });

  it('saves again only parts that have grown, each as it was when asked', () => {
    const index = filled(150_000);
    index.markDurable(100_000);
    const before = index.save();
    index.markDurable(150_000);
    const after = index.save();
    expect(before.map(({ number, version }) => [number, version])).toEqual([
      [0, 65_536],
      [1, 100_000],
    ]);
    expect(after.map(({ number, version }) => [number, version])).toEqual([
      [0, 65_536],
      [1, 131_072],
      [2, 150_000],
    ]);
    const restored = new DeduplicationIndex({ limit: 1_000_000 });
    restored.restore(before);
    expect(restored.size).toBe(100_000);
    restored.restore([before[0], ...after.slice(1)]);
    expect(restored.size).toBe(150_000);
    for (let i = 0; i < 150_000; i += 7) expect(restored.add(`id-${i}`, now)).toBe(i);
  });

  it('restores no more than its limit, although the first part may hold older ids', () => {
    const index = filled(100_000);
    index.markDurable(index.next);
    const restored = new DeduplicationIndex({ limit: 40_000 });
    restored.restore(index.save());
    expect(restored.size).toBe(40_000);
    expect(restored.add('id-99999', now)).toBe(99_999);
    expect(restored.add('id-59999', now)).toBe(-1);
  });

  it('refuses a part that was cut short', () => {
    const index = filled(10);
    index.markDurable(10);
    const cut = index.save().map((part) => ({ bytes: () => part.bytes().slice(0, -1) }));
    expect(() => new DeduplicationIndex({ limit: 10 }).restore(cut)).toThrow(/wrong length/);
  });
});
