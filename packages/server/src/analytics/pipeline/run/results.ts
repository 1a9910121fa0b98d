import type { FieldError } from '../../../errors.ts';

/** `warn`: a test of that severity failed, or a source is older than it should be. */
export const nodeStatuses = ['success', 'pass', 'warn', 'fail', 'error', 'skipped', 'cancelled'] as const;
export type NodeStatus = (typeof nodeStatuses)[number];

/** Rows that break a test: names of columns, and rows of values as text; null where there was none. */
export interface Sample {
  columns: string[];
  rows: (string | null)[][];
}

/** What became of a node in one run. */
export interface NodeResult {
  id: string;
  status: NodeStatus;
  /** Epoch ms. */
  startedAt: number;
  durationMs: number;
  /** Rows of the table afterwards; null for views and checks. */
  rows: number | null;
  bytes: number | null;
  /** Rows that break the test; null for models. */
  failures: number | null;
  sample: Sample | null;
  /** What went wrong, or why it was skipped; '' when nothing is to be said. */
  message: string;
  /** Line of the compiled SQL that the message is about. */
  line: number | null;
  hash: string;
}

export const commands = ['run', 'test', 'build'] as const;
export type PipelineCommand = (typeof commands)[number];

export type RunState = 'running' | 'done' | 'failed' | 'cancelled';

/** One run of the pipeline; `id` is its job's. */
export interface PipelineRun {
  id: string;
  command: PipelineCommand;
  select: string[];
  exclude: string[];
  fullRefresh: boolean;
  vars: Record<string, string | number | boolean>;
  /** Key id, user id, `schedule:<name>` or `system`. */
  by: string;
  state: RunState;
  /** Epoch ms. */
  startedAt: number;
  finishedAt: number | null;
  /** How many nodes were chosen. */
  chosen: number;
  nodes: NodeResult[];
  /** Why it could not begin or go on; '' otherwise. */
  error: string;
  /** The same as codes; absent of runs that earlier versions kept. */
  errors?: FieldError[];
}

/** Whether a run with such results failed. */
export function isFailure(status: NodeStatus): boolean {
  return status === 'fail' || status === 'error' || status === 'skipped';
}
