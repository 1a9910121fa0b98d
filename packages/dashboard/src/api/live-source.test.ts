import { ApiError, type LiveOptions } from '@personalize/sdk';
import { describe, expect, test } from 'vitest';
import type { LiveUpdate } from './live-feed.ts';
import type { LiveSecond, LiveSnapshot } from './live-snapshot.ts';
import { LiveSource } from './live-source.ts';
import { LiveStore } from './live-store.ts';

interface Message {
  snapshot: LiveSnapshot;
  seconds: LiveSecond[];
}

/** Streams that the test writes into by hand. */
function streams() {
  const opened: LiveOptions<Message>[] = [];
  const source = new LiveSource(async (options) => {
    opened.push(options);
  });
  const send = (at: number[], events = 1) =>
    opened.at(-1)!.onMessage(
      {
        snapshot: { at: at.at(-1), totalEvents: events } as unknown as LiveSnapshot,
        seconds: at.map((one) => ({ at: one, events }) as unknown as LiveSecond),
      },
      'message',
    );
  return { source, opened, send };
}

describe('LiveSource', () => {
  test('opens one stream for all, and tells who comes later everything', () => {
    const { source, opened, send } = streams();
    const [first, second]: LiveUpdate[][] = [[], []];
    const leave = source.join((update) => first.push(update));
    opened[0].onState?.('open');
    send([1000, 2000]);
    send([2000, 3000]);
    const leaveToo = source.join((update) => second.push(update));
    expect(opened).toHaveLength(1);
    expect(second[0].seconds.map(({ at }) => at)).toEqual([1000, 2000, 3000]);
    send([4000]);
    expect(second.at(-1)?.seconds.map(({ at }) => at)).toEqual([4000]);
    leave();
    expect(opened[0].signal?.aborted).toBe(false);
    leaveToo();
    expect(opened[0].signal?.aborted).toBe(true);
    send([5000]);
    expect(second).toHaveLength(2);
  });

  test('a page without a gap after a stream was opened again, and with the reason when it ended', () => {
    const { source, opened, send } = streams();
    const store = new LiveStore(() => source);
    const stop = store.subscribe(() => undefined);
    opened[0].onState?.('open');
    send([1000, 2000, 3000]);
    opened[0].onState?.('stale');
    expect(store.view().state).toBe('stale');
    // What came meanwhile is in the first message of the stream that follows.
    send([2000, 3000, 4000, 5000], 7);
    opened[0].onState?.('open');
    expect(store.view().seconds.map(({ at, events }) => [at, events])).toEqual([
      [1000, 1],
      [2000, 7],
      [3000, 7],
      [4000, 7],
      [5000, 7],
    ]);
    const problem = { status: 403, code: 'forbidden', title: 'no', detail: '', errors: [] };
    const ended = new ApiError({ ...problem, requestId: undefined, retryAfter: undefined });
    opened[0].onState?.('closed', ended);
    expect(store.view().error).toMatchObject({ status: 403 });
    store.reopen();
    expect(opened).toHaveLength(2);
    store.close();
    expect(store.view().seconds).toEqual([]);
    stop();
  });
});
