import type { LiveUpdate } from './live-feed.ts';
import { LiveSource } from './live-source.ts';

/** What a page says to the worker: that it is there, which is answered, that it leaves, and the feed's own calls. */
export type LiveWord = 'here' | 'leave' | 'end' | 'reopen';

declare const self: { onconnect: ((event: MessageEvent) => void) | null };

/** Background pages may be held to one timer a minute. */
const sweepMs = 60_000;
const mostMissed = 3;

interface Page {
  leave: () => void;
  /** Sweeps since it said anything: counted, as a clock jumps when the machine sleeps. */
  missed: number;
}

// One stream for all pages of this browser. A worker's timers are not slowed down when pages are hidden.
const source = new LiveSource();
const pages = new Map<MessagePort, Page>();

self.onconnect = ({ ports: [port] }) => {
  port.onmessage = ({ data }: MessageEvent<LiveWord>) => {
    if (data === 'end') source.end();
    else if (data === 'reopen') source.reopen();
    else if (data === 'leave') forget(port);
    else hear(port);
  };
};

function hear(port: MessagePort): void {
  const known = pages.get(port);
  port.postMessage('here');
  if (known !== undefined) known.missed = 0;
  else pages.set(port, { leave: source.join((update: LiveUpdate) => port.postMessage(update)), missed: 0 });
}

function forget(port: MessagePort): void {
  pages.get(port)?.leave();
  pages.delete(port);
}

setInterval(() => {
  for (const [port, page] of pages) if (++page.missed > mostMissed) forget(port);
}, sweepMs);
