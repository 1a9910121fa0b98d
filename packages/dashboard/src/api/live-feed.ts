import type { LiveState, Problem } from '@personalize/sdk';
import type { LiveSecond, LiveSnapshot } from './live-snapshot.ts';

/** What a feed tells: the first one after joining holds everything it knows, the next ones what is new. */
export interface LiveUpdate {
  state: LiveState;
  /** Why the stream ended; null while it has not. */
  problem: Problem | null;
  snapshot: LiveSnapshot | undefined;
  /** In time order; may repeat what was told before. */
  seconds: readonly LiveSecond[];
}

/** Where a page's live figures come from: a stream of its own, or one that it shares. */
export interface LiveFeed {
  /** Returns what leaves it again. */
  join(listener: (update: LiveUpdate) => void): () => void;
  /** Ends the stream for every page of this browser: somebody signed out. */
  end(): void;
  /** Opens a stream that ended with an error again. */
  reopen(): void;
}

export const nothingYet: LiveUpdate = {
  state: 'connecting',
  problem: null,
  snapshot: undefined,
  seconds: [],
};
