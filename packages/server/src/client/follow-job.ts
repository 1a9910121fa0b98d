import type { ApiClient } from './api-client.ts';

export interface FollowedJob {
  id: string;
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
  /** 0 to 1. */
  progress: number;
  message: string;
  result: Record<string, unknown> | null;
  error: string | null;
}

export interface JobFollower {
  onChange?(job: FollowedJob): void;
  onLog?(line: string): void;
  onMetric?(point: { iteration: number; name: string; value: number }): void;
}

/**
 * Follows a job's stream until the job ends, connecting again when the connection is lost. Lines and points
 * that were told before are not told again. Rejects with what the client rejects with.
 */
export async function followJob(client: ApiClient, id: string, follower: JobFollower): Promise<FollowedJob> {
  const path = `/v1/jobs/${encodeURIComponent(id)}`;
  const told = new ToldNotes();
  for (;;) {
    const response = await client.fetch('GET', `${path}/stream`);
    let job: FollowedJob | undefined;
    for await (const { event, data } of messages(response)) {
      if (event === 'message') {
        job = JSON.parse(data) as FollowedJob;
        follower.onChange?.(job);
        continue;
      }
      const note = JSON.parse(data) as Note;
      // Old notes come before the job's state, new ones after it.
      if (!told.add(note.at) && job === undefined) continue;
      if (event === 'log') follower.onLog?.(note.line);
      if (event === 'metric') follower.onMetric?.(note);
    }
    if (job !== undefined && job.state !== 'queued' && job.state !== 'running') return job;
    told.startOver();
    const now = await client.request<FollowedJob>('GET', path);
    if (now.state !== 'queued' && now.state !== 'running') return now;
  }
}

interface Note {
  /** RFC 3339. */
  at: string;
  line: string;
  iteration: number;
  name: string;
  value: number;
}

/** Knows again, by the newest note's time and how many were of that moment, what a stream tells a second time. */
class ToldNotes {
  #newest = '';
  #ofNewest = 0;
  #read = 0;

  /** The next stream tells from the oldest note that is kept. */
  startOver(): void {
    this.#read = 0;
  }

  /** Whether the note had not been told. */
  add(at: string): boolean {
    if (at < this.#newest) return false;
    if (at > this.#newest) {
      this.#newest = at;
      this.#ofNewest = 0;
      this.#read = 0;
    }
    if (++this.#read <= this.#ofNewest) return false;
    this.#ofNewest = this.#read;
    return true;
  }
}

async function* messages(response: Response): AsyncGenerator<{ event: string; data: string }> {
  if (response.body === null) return;
  let rest = '';
  try {
    for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
      const parts = (rest + text).split('\n\n');
      rest = parts.pop() ?? '';
      for (const part of parts) {
        const data = /^data: (.*)$/m.exec(part)?.[1];
        if (data !== undefined) yield { event: /^event: (.*)$/m.exec(part)?.[1] ?? 'message', data };
      }
    }
  } catch (error) {
    // A lost connection ends this reading; the caller looks whether the job goes on.
    if (!(error instanceof TypeError)) throw error;
  }
}
