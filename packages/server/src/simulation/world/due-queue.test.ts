import { Random } from '@personalize/learn';
import { expect, it } from 'vitest';
import { DueQueue } from './due-queue.ts';

it('gives what is due in order of time, then of adding', () => {
  const queue = new DueQueue<string>();
  const random = new Random(1);
  const added = Array.from({ length: 1000 }, (_, i) => ({ due: random.int(100), name: `${i}` }));
  for (const { due, name } of added) queue.add(due, name);
  const early = [...queue.until(49)];
  expect(early).toEqual(
    added
      .filter(({ due }) => due <= 49)
      .sort((a, b) => a.due - b.due)
      .map(({ name }) => name),
  );
  expect(queue.length).toBe(1000 - early.length);
  expect([...queue.until(Number.POSITIVE_INFINITY)].length).toBe(1000 - early.length);
  expect([...queue.until(Number.POSITIVE_INFINITY)]).toEqual([]);
});
