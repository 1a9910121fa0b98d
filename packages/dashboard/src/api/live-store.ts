import { ApiError, type LiveState } from '@personalize/sdk';
import { ElectedFeed } from './elected-feed.ts';
import type { LiveFeed, LiveUpdate } from './live-feed.ts';
import type { LiveSecond, LiveSnapshot } from './live-snapshot.ts';
import { LiveSource } from './live-source.ts';
import { mergeSeconds } from './merge-seconds.ts';
import { endedSession } from './query-client.ts';
import { WorkerFeed } from './worker-feed.ts';

export interface LiveView {
  state: LiveState;
  error: Error | undefined;
  /** The newest snapshot; undefined until the first arrives. */
  snapshot: LiveSnapshot | undefined;
  /** Second by second, in time order without doubles. */
  seconds: readonly LiveSecond[];
}

/** The stream outlives a page change this long, so that going back shows no gap. */
const lingerMs = 10_000;
const nothing: LiveView = { state: 'connecting', error: undefined, snapshot: undefined, seconds: [] };

/** The live figures of this page, followed while something listens. */
export class LiveStore {
  readonly #makeFeed: () => LiveFeed;
  readonly #listeners = new Set<() => void>();
  #view: LiveView = nothing;
  #feed: LiveFeed | undefined;
  #leave: (() => void) | undefined;
  #lingering: ReturnType<typeof setTimeout> | undefined;

  constructor(makeFeed: () => LiveFeed = chooseFeed) {
    this.#makeFeed = makeFeed;
  }

  readonly view = (): LiveView => this.#view;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    clearTimeout(this.#lingering);
    this.#feed ??= this.#makeFeed();
    this.#leave ??= this.#feed.join((update) => this.#take(update));
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#lingering = setTimeout(() => this.#forget(), lingerMs);
    };
  };

  /** Ends the stream, for the other pages too, and forgets what it brought; a later listener opens a new one. */
  readonly close = (): void => {
    this.#feed?.end();
    this.#forget();
  };

  /** Tries again after an error that ended the stream. */
  readonly reopen = (): void => this.#feed?.reopen();

  #forget(): void {
    this.#leave?.();
    this.#leave = undefined;
    this.#set(nothing);
  }

  #take({ state, problem, snapshot, seconds }: LiveUpdate): void {
    const error = problem === null ? undefined : new ApiError(problem);
    this.#set({ state, error, snapshot, seconds: mergeSeconds(this.#view.seconds, seconds) });
    endedSession(error);
  }

  #set(view: LiveView): void {
    this.#view = view;
    for (const listener of this.#listeners) listener();
  }
}

/** However many pages are open, the server gets one stream, where the browser has any means to share it. */
function chooseFeed(): LiveFeed {
  try {
    if ('SharedWorker' in globalThis) return new WorkerFeed(withoutWorker);
  } catch {
    // Forbidden by the reader's settings.
  }
  return withoutWorker();
}

function withoutWorker(): LiveFeed {
  // Locks are there on https and localhost only.
  if ('locks' in navigator && 'BroadcastChannel' in globalThis) return new ElectedFeed();
  return new LiveSource();
}

export const liveStore = new LiveStore();
