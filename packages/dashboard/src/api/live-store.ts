import type { LiveState } from '@personalize/sdk';
import { client } from './client.ts';
import type { LiveSecond, LiveSnapshot } from './live-snapshot.ts';
import { mergeSeconds } from './merge-seconds.ts';
import { endedSession } from './query-client.ts';

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

/** One live stream for the whole page, open while something listens. */
export class LiveStore {
  #view: LiveView = { state: 'connecting', error: undefined, snapshot: undefined, seconds: [] };
  readonly #listeners = new Set<() => void>();
  #connection: AbortController | undefined;
  #lingering: ReturnType<typeof setTimeout> | undefined;

  readonly view = (): LiveView => this.#view;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    clearTimeout(this.#lingering);
    if (this.#connection === undefined) this.#open();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#lingering = setTimeout(() => this.close(), lingerMs);
    };
  };

  /** Ends the stream and forgets what it brought; a later listener opens a new one. */
  readonly close = (): void => {
    this.#connection?.abort();
    this.#connection = undefined;
    this.#set({ state: 'connecting', error: undefined, snapshot: undefined, seconds: [] });
  };

  /** Tries again after an error that ended the stream. */
  readonly reopen = (): void => {
    this.#connection?.abort();
    this.#open();
  };

  #open(): void {
    const connection = new AbortController();
    this.#connection = connection;
    void client.live({
      signal: connection.signal,
      onState: (state, error) => {
        if (this.#connection !== connection) return;
        this.#set({ ...this.#view, state, error });
        endedSession(error);
      },
      onMessage: ({ snapshot, seconds }) => {
        if (this.#connection !== connection) return;
        this.#set({ ...this.#view, snapshot, seconds: mergeSeconds(this.#view.seconds, seconds) });
      },
    });
  }

  #set(view: LiveView): void {
    this.#view = view;
    for (const listener of this.#listeners) listener();
  }
}

export const liveStore = new LiveStore();
