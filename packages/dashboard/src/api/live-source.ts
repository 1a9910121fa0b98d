import { ApiError } from '@personalize/sdk';
import { client } from './client.ts';
import { type LiveFeed, type LiveUpdate, nothingYet } from './live-feed.ts';
import { mergeSeconds } from './merge-seconds.ts';

type Follow = typeof client.live;

/** The stream itself, open while somebody has joined; whoever joins later gets what came before. */
export class LiveSource implements LiveFeed {
  readonly #follow: Follow;
  readonly #listeners = new Set<(update: LiveUpdate) => void>();
  #known: LiveUpdate = nothingYet;
  #connection: AbortController | undefined;

  constructor(follow: Follow = client.live) {
    this.#follow = follow;
  }

  get joined(): number {
    return this.#listeners.size;
  }

  join(listener: (update: LiveUpdate) => void): () => void {
    this.#listeners.add(listener);
    if (this.#connection === undefined) this.#open();
    else listener(this.#known);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.end();
    };
  }

  /** Forgets everything; who is still there hears from a new stream whether they may. */
  end(): void {
    this.#connection?.abort();
    this.#connection = undefined;
    this.#known = nothingYet;
    if (this.#listeners.size > 0) this.#open();
  }

  reopen(): void {
    this.#connection?.abort();
    if (this.#listeners.size > 0) this.#open();
  }

  #open(): void {
    const connection = new AbortController();
    this.#connection = connection;
    const tell = (change: Partial<LiveUpdate>) => {
      if (this.#connection !== connection) return;
      const { seconds = [], ...rest } = change;
      this.#known = { ...this.#known, ...rest, seconds: mergeSeconds(this.#known.seconds, seconds) };
      for (const listener of this.#listeners) listener({ ...this.#known, seconds });
    };
    void this.#follow({
      signal: connection.signal,
      onState: (state, error) => tell({ state, problem: error instanceof ApiError ? error.problem : null }),
      onMessage: ({ snapshot, seconds }) => tell({ snapshot, seconds }),
    });
  }
}
