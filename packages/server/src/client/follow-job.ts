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
  let told = 0;
  for (;;) {
    const response = await client.fetch('GET', `${path}/stream`);
    let notes = 0;
    let job: FollowedJob | undefined;
    for await (const { event, data } of messages(response)) {
      if (event === 'message') {
        job = JSON.parse(data) as FollowedJob;
        follower.onChange?.(job);
      } else if (++notes > told) {
        told = notes;
        if (event === 'log') follower.onLog?.((JSON.parse(data) as { line: string }).line);
        if (event === 'metric') follower.onMetric?.(JSON.parse(data));
      }
    }
    if (job !== undefined && job.state !== 'queued' && job.state !== 'running') return job;
    // The server went away; after a restart the job tells everything anew.
    const now = await client.request<FollowedJob>('GET', path);
    if (now.state !== 'queued' && now.state !== 'running') return now;
    told = 0;
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
