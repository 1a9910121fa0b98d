import { expect, it } from 'vitest';
import { Renderer } from './renderer.ts';

it('draws in a new thread while the one before still ends', async () => {
  const renderer = new Renderer();
  const ended = renderer.render('warm');
  const refused = expect(ended).rejects.toThrow('the drawing thread ended');
  const closing = renderer.close();
  const drawn = renderer.render('warm');
  await closing;
  await refused;
  expect((await drawn).length).toBeGreaterThan(0);
  await renderer.close();
}, 30_000);
