import type { LiveFeed, LiveUpdate } from './live-feed.ts';
import type { LiveWord } from './live-worker.ts';

const hereMs = 5_000;
/** Not the first, as a page that was frozen asks before it gets to hear what was answered meanwhile. */
const mostUnanswered = 2;

/**
 * The stream that a shared worker holds for all pages of this browser. A worker that cannot be loaded, ends or
 * falls silent is left for another feed, whose first message fills the gap.
 */
export class WorkerFeed implements LiveFeed {
  readonly #worker: SharedWorker;
  readonly #makeOther: () => LiveFeed;
  #other: LiveFeed | undefined;

  /** Throws where workers are forbidden. */
  constructor(makeOther: () => LiveFeed) {
    this.#makeOther = makeOther;
    // In one expression, or the bundler does not see that there is a worker to build.
    this.#worker = new SharedWorker(new URL('./live-worker.ts', import.meta.url), {
      type: 'module',
      name: 'live',
    });
  }

  join(listener: (update: LiveUpdate) => void): () => void {
    if (this.#other !== undefined) return this.#other.join(listener);
    let unanswered = 0;
    let leave: () => void;
    const giveUp = () => {
      leave();
      this.#other ??= this.#makeOther();
      leave = this.#other.join(listener);
    };
    const ask = () => {
      if (unanswered++ < mostUnanswered) this.#say('here');
      else giveUp();
    };
    leave = this.#follow(ask, giveUp, (word) => {
      unanswered = 0;
      if (word !== 'here') listener(word);
    });
    ask();
    return () => leave();
  }

  end(): void {
    if (this.#other === undefined) this.#say('end');
    else this.#other.end();
  }

  reopen(): void {
    if (this.#other === undefined) this.#say('reopen');
    else this.#other.reopen();
  }

  /** Returns what stops following and tells the worker so. */
  #follow(ask: () => void, giveUp: () => void, hear: (word: LiveUpdate | 'here') => void): () => void {
    const { port } = this.#worker;
    const here = () => this.#say('here');
    const leave = () => this.#say('leave');
    const shown = () => document.visibilityState === 'visible' && here();
    port.onmessage = ({ data }: MessageEvent<LiveUpdate | 'here'>) => hear(data);
    this.#worker.addEventListener('error', giveUp);
    // Not every browser says when a worker has ended; elsewhere it goes unanswered.
    port.addEventListener('close', giveUp);
    const timer = setInterval(ask, hereMs);
    // A page that goes says so; one that comes back from the browser's memory is there again.
    addEventListener('pagehide', leave);
    addEventListener('pageshow', here);
    document.addEventListener('visibilitychange', shown);
    return () => {
      clearInterval(timer);
      removeEventListener('pagehide', leave);
      removeEventListener('pageshow', here);
      document.removeEventListener('visibilitychange', shown);
      this.#worker.removeEventListener('error', giveUp);
      port.removeEventListener('close', giveUp);
      port.onmessage = null;
      leave();
    };
  }

  #say(word: LiveWord): void {
    this.#worker.port.postMessage(word);
  }
}
