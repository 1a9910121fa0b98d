import type { LiveFeed, LiveUpdate } from './live-feed.ts';
import type { LiveWord } from './live-worker.ts';

const hereMs = 20_000;

/** The stream that a shared worker holds for all pages of this browser. */
export class WorkerFeed implements LiveFeed {
  readonly #port: MessagePort;

  constructor() {
    // In one expression, or the bundler does not see that there is a worker to build.
    this.#port = new SharedWorker(new URL('./live-worker.ts', import.meta.url), {
      type: 'module',
      name: 'live',
    }).port;
  }

  join(listener: (update: LiveUpdate) => void): () => void {
    const here = () => this.#say('here');
    const leave = () => this.#say('leave');
    const shown = () => document.visibilityState === 'visible' && here();
    this.#port.onmessage = ({ data }: MessageEvent<LiveUpdate>) => listener(data);
    const timer = setInterval(here, hereMs);
    // A page that goes says so; one that comes back from the browser's memory is there again.
    addEventListener('pagehide', leave);
    addEventListener('pageshow', here);
    document.addEventListener('visibilitychange', shown);
    here();
    return () => {
      clearInterval(timer);
      removeEventListener('pagehide', leave);
      removeEventListener('pageshow', here);
      document.removeEventListener('visibilitychange', shown);
      this.#port.onmessage = null;
      leave();
    };
  }

  end(): void {
    this.#say('end');
  }

  reopen(): void {
    this.#say('reopen');
  }

  #say(word: LiveWord): void {
    this.#port.postMessage(word);
  }
}
