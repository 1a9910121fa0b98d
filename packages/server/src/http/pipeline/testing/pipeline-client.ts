import { setTimeout as sleep } from 'node:timers/promises';
import type { TestApp } from '../../testing/test-app.ts';

export interface RunNode {
  id: string;
  status: string;
  rows: number | null;
  failures: number | null;
  sample: { columns: string[]; rows: (string | null)[][] } | null;
  message: string;
  line: number | null;
}

export interface RunAnswer {
  id: string;
  state: string;
  counts: Record<string, number>;
  nodes: RunNode[];
  error: string;
}

/** Starts a run, waits until its job has ended and returns the run. */
export async function runPipeline(app: TestApp, body: object = {}): Promise<RunAnswer> {
  const started = await app.call<{ id: string; detail?: string }>('POST', '/v1/pipeline/runs', body);
  if (started.status !== 202) throw new Error(`answered ${started.status}: ${started.body.detail}`);
  return finished(app, started.body.id);
}

export async function finished(app: TestApp, id: string): Promise<RunAnswer> {
  for (;;) {
    const { body } = await app.call<{ state: string }>('GET', `/v1/jobs/${id}`);
    if (body.state !== 'queued' && body.state !== 'running') break;
    await sleep(20);
  }
  return (await app.call<RunAnswer>('GET', `/v1/pipeline/runs/${id}`)).body;
}

/** The part of a run that is about one node, by its name. */
export function nodeOf(run: RunAnswer, name: string): RunNode {
  const found = run.nodes.find(({ id }) => id.split('.').slice(2).join('.') === name);
  if (found === undefined)
    throw new Error(`${name} is not in the run: ${run.nodes.map(({ id }) => id).join(', ')}`);
  return found;
}
