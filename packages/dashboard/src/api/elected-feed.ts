import type { LiveFeed, LiveUpdate } from './live-feed.ts';
import { LiveSource } from './live-source.ts';

type Word = LiveUpdate | 'hello' | 'end' | 'reopen';

const name = 'live';
/** A leader in the background may be slowed down by the browser; a page that is looked at then takes over. */
const silentMs = 5_000;

/**
 * One of the browser's pages holds the stream and passes it on; which one, a lock decides, and when that page
 * closes the next one gets the lock. For browsers without shared workers.
 */
export class ElectedFeed implements LiveFeed {
  readonly #source = new LiveSource();
  #channel: BroadcastChannel | undefined;

  join(listener: (update: LiveUpdate) => void): () => void {
    const channel = new BroadcastChannel(name);
    const leaving = new AbortController();
    this.#channel = channel;
    let leave: (() => void) | undefined;
    let heard = Date.now();
    const hear = (update: LiveUpdate) => {
      heard = Date.now();
      listener(update);
    };
    const lead = () => {
      leave = this.#source.join((update) => {
        hear(update);
        channel.postMessage(update);
      });
      return new Promise<void>((resolve) => leaving.signal.addEventListener('abort', () => resolve()));
    };
    const stand = async (steal: boolean): Promise<void> => {
      try {
        await navigator.locks.request(name, steal ? { steal } : { signal: leaving.signal }, lead);
      } catch {
        // Another page took over, or this one leaves.
        leave?.();
        leave = undefined;
        if (!leaving.signal.aborted) void stand(false);
      }
    };
    const shown = () => {
      if (document.visibilityState !== 'visible' || leave !== undefined) return;
      if (Date.now() - heard > silentMs) void stand(true);
    };
    channel.onmessage = ({ data }: MessageEvent<Word>) => {
      if (data === 'hello') {
        // What this page knows goes to the one that has just come.
        if (leave !== undefined) this.#source.join((update) => channel.postMessage(update))();
      } else if (data === 'end') this.#source.end();
      else if (data === 'reopen') this.#source.reopen();
      else hear(data);
    };
    document.addEventListener('visibilitychange', shown);
    channel.postMessage('hello');
    void stand(false);
    return () => {
      document.removeEventListener('visibilitychange', shown);
      leave?.();
      leaving.abort();
      channel.close();
      this.#channel = undefined;
    };
  }

  end(): void {
    this.#say('end');
    this.#source.end();
  }

  reopen(): void {
    this.#say('reopen');
    this.#source.reopen();
  }

  #say(word: Word): void {
    this.#channel?.postMessage(word);
  }
}
