import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { adminKey, TestApp } from '../testing/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.close());

it('does not listen for a client that left while the job was read', async () => {
  const { jobs } = app.app.services;
  jobs.register('nothing', { resumable: false, run: async () => ({}) });
  const { id } = await jobs.start('nothing', {});
  const listeners = () => [jobs.listenerCount('change'), jobs.listenerCount('note')];
  const before = listeners();
  const read = Promise.withResolvers<void>();
  const { port } = new URL(app.url);
  const socket = connect(Number(port), '127.0.0.1', () =>
    socket.write(
      `GET /v1/jobs/${id}/stream HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${adminKey}\r\n\r\n`,
    ),
  );
  vi.spyOn(jobs, 'notes').mockImplementationOnce(async () => {
    socket.destroy();
    await sleep(100);
    setImmediate(read.resolve);
    return [];
  });
  await read.promise;
  await sleep(20);
  expect(listeners()).toEqual(before);
});
