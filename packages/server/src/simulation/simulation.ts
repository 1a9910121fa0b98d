import { setTimeout as sleep } from 'node:timers/promises';
import { Random } from '@personalize/learn';
import { ApiClient } from '../client/api-client.ts';
import { Outbox } from './outbox.ts';
import { Visit } from './shopper.ts';
import type { World } from './taste.ts';

export interface SimulationOptions {
  world: World;
  url: string;
  /** A key marked simulated, so that everything sent is too. */
  key: string;
  visitsPerMinute: number;
  seed: number;
  signal: AbortSignal;
  onError(error: unknown): void;
}

/** For the last events to be sent, once the signal has ended the simulation. */
const lastMs = 5000;
const notTaken = `the server did not take the last events within ${lastMs / 1000} s; they are lost`;

export interface SimulationCounts {
  visits: number;
  active: number;
  sent: number;
  rejected: number;
}

/**
 * Starts shoppers as a Poisson process until the signal ends it. Resolves with what happened once the last event is
 * sent, or could not be.
 */
export async function simulate(
  options: SimulationOptions,
  onTick?: (counts: SimulationCounts) => void,
): Promise<SimulationCounts> {
  const { world, signal } = options;
  const client = new ApiClient({ url: options.url, key: options.key, signal });
  const random = new Random(options.seed);
  const late = new AbortController();
  signal.addEventListener('abort', () => setTimeout(() => late.abort(), lastMs).unref(), { once: true });
  const outbox = new Outbox(new ApiClient({ url: options.url, key: options.key, signal: late.signal }));
  const counts: SimulationCounts = { visits: 0, active: 0, sent: 0, rejected: 0 };
  const visits = new Set<Promise<void>>();
  const run = `${options.seed.toString(36)}${Date.now().toString(36)}`;

  const onError = (error: unknown) => options.onError(late.signal.aborted ? new Error(notTaken) : error);
  const flushing = flushEvery(200, outbox, signal, onError, () => {
    counts.sent = outbox.counts.sent;
    counts.rejected = outbox.counts.rejected;
    onTick?.(counts);
  });
  while (!signal.aborted) {
    const household = world.households[random.int(world.households.length)];
    const context = {
      world,
      client,
      random: random.fork(),
      emit: (event: Parameters<Outbox['add']>[0]) => outbox.add(event),
      pause: (seconds: number) => sleep(seconds * 1000, undefined, { signal }),
    };
    counts.visits++;
    counts.active++;
    const visit = new Visit(context, household, `${run}-${counts.visits}`)
      .run()
      .catch((error: unknown) => {
        if (!signal.aborted) options.onError(error);
      })
      .finally(() => {
        counts.active--;
        visits.delete(visit);
      });
    visits.add(visit);
    const gapSeconds = random.exponential(options.visitsPerMinute / 60);
    await sleep(Math.min(60_000, gapSeconds * 1000), undefined, { signal }).catch(() => undefined);
  }
  await Promise.allSettled(visits);
  await flushing;
  return counts;
}

async function flushEvery(
  ms: number,
  outbox: Outbox,
  signal: AbortSignal,
  onError: (error: unknown) => void,
  after: () => void,
): Promise<void> {
  while (!signal.aborted || outbox.length > 0) {
    await sleep(ms, undefined, { signal }).catch(() => undefined);
    try {
      await outbox.flush();
    } catch (error) {
      onError(error);
      if (signal.aborted) return;
    }
    after();
  }
}
