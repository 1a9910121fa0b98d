import { expect, it } from 'vitest';
import { Background } from './background.ts';

it('reports what fails beside requests, and ends after it', async () => {
  const errors: unknown[] = [];
  const background = new Background((error, name) => errors.push([name, error]));
  const { promise, reject } = Promise.withResolvers<void>();
  background.once('alerts', () => promise);
  const closed = background.close();
  reject('the disk is full');
  await closed;
  expect(errors).toEqual([['alerts', 'the disk is full']]);
});
