import type { LiveState, Schemas } from '@personalize/sdk';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { client } from './client.ts';
import { endedSession } from './query-client.ts';

export type Job = Schemas['Job'];

export type JobLine = Schemas['JobDetail']['log'][number];

/** A value that a job told, such as a validation metric after a round. */
export interface JobPoint {
  iteration: number;
  name: string;
  value: number;
}

export interface FollowedJob {
  /** Undefined until the first message. */
  job: Job | undefined;
  /** Oldest first, the newest ones. */
  lines: readonly JobLine[];
  points: readonly JobPoint[];
  state: LiveState;
  /** Why the stream ended for good. */
  error: Error | undefined;
}

const nothing: FollowedJob = {
  job: undefined,
  lines: [],
  points: [],
  state: 'connecting',
  error: undefined,
};
/** The server sends a heartbeat every ten seconds. */
const silenceMs = 25_000;
/** Lines kept on the page. */
const linesKept = 500;

/** Jobs of a kind, newest first; looked at again while one of them runs. */
export function useJobs(kind: string) {
  return useQuery({
    queryKey: ['jobs', kind],
    queryFn: ({ signal }) => client.request('GET /v1/jobs', { query: { kind, limit: 20 } }, { signal }),
    select: (page) => page.data,
    refetchInterval: ({ state }) =>
      state.data?.data.some(({ finishedAt }) => finishedAt === null) ? 1_000 : false,
  });
}

/** Follows a job until it ends: its state, what it logs, and the points that it tells. */
export function useFollowedJob(id: string): FollowedJob {
  const [followed, setFollowed] = useState(nothing);
  useEffect(() => {
    const stop = new AbortController();
    setFollowed(nothing);
    void client.follow('GET /v1/jobs/{id}/stream', {
      path: { id },
      silenceMs,
      signal: stop.signal,
      onState: (state, error) => {
        if (stop.signal.aborted && state === 'closed' && error === undefined) return;
        endedSession(error);
        // A new stream tells everything again from the beginning.
        setFollowed((now) =>
          state === 'open' ? { ...now, state, lines: [], points: [] } : { ...now, state, error },
        );
      },
      onMessage: (message, event) => {
        setFollowed((now) => told(now, event, message));
        if (event === 'message' && (message as Job).finishedAt !== null) stop.abort();
      },
    });
    return () => stop.abort();
  }, [id]);
  return followed;
}

function told(now: FollowedJob, event: string, message: unknown): FollowedJob {
  if (event === 'log') return { ...now, lines: [...now.lines, message as JobLine].slice(-linesKept) };
  if (event === 'metric') return { ...now, points: [...now.points, message as JobPoint] };
  return { ...now, job: message as Job };
}

export function useCancelJob() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => client.request('DELETE /v1/jobs/{id}', { path: { id } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['jobs'] }),
  });
}
