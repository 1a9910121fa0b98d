import { AppError } from '../../../errors.ts';
import type { Warehouse } from '../../../stores/warehouse/warehouse.ts';
import type { Manifest, ManifestNode } from '../manifest.ts';
import { checkFreshness, checkTest } from './check.ts';
import { engineMessage } from './engine-message.ts';
import { buildModel } from './materialize.ts';
import { rowCount } from './relations.ts';
import { isFailure, type NodeResult, type PipelineCommand } from './results.ts';

export interface RunOptions {
  warehouse: Pick<Warehouse, 'query' | 'build'>;
  command: PipelineCommand;
  fullRefresh: boolean;
  signal: AbortSignal;
  /** For each statement. */
  timeoutMs: number;
  /** Epoch ms. */
  now(): number;
  /** Lets nothing else change the tables while one node is worked on. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  onStart(node: ManifestNode, index: number): void;
  onResult(node: ManifestNode, result: NodeResult): Promise<void>;
}

/**
 * Works through the nodes chosen, each after what it reads; a build checks each model before what reads it is
 * built. What reads a model that failed is skipped, all else goes on.
 * @returns whether nothing failed
 */
export async function runPipeline(
  manifest: Manifest,
  chosen: readonly ManifestNode[],
  options: RunOptions,
): Promise<boolean> {
  const steps = stepsOf(chosen, options.command);
  /** Why a model must not be read: its own failure, or that of a test on it, which keeps no other test from it. */
  const bad = new Map<string, string>();
  const doubted = new Map<string, string>();
  const names = new Map(manifest.nodes.map(({ id, name }) => [id, name]));
  let good = true;
  for (const [index, node] of steps.entries()) {
    options.signal.throwIfAborted();
    options.onStart(node, index);
    const reason = (id: string) => bad.get(id) ?? (node.kind === 'model' ? doubted.get(id) : undefined);
    const blocked = node.dependsOn.find((id) => reason(id) !== undefined);
    const result =
      blocked === undefined
        ? await options.exclusively(() => workOn(node, options))
        : emptyResult(node, options, 'skipped', `${names.get(blocked) ?? blocked}: ${reason(blocked)}`);
    if (isFailure(result.status)) {
      good = false;
      if (node.kind === 'model') bad.set(node.id, result.status === 'skipped' ? 'was skipped' : 'failed');
      if (node.kind === 'test' && options.command === 'build') {
        for (const id of node.dependsOn) doubted.set(id, `${node.name} failed`);
      }
    }
    await options.onResult(node, result);
    if (result.status === 'cancelled') options.signal.throwIfAborted();
  }
  return good;
}

/** Nodes that a command works on, each test right after the last model that it reads. */
export function stepsOf(chosen: readonly ManifestNode[], command: PipelineCommand): ManifestNode[] {
  const models = chosen.filter(
    ({ kind, model }) => kind === 'model' && model?.materialized !== 'ephemeral' && command !== 'test',
  );
  if (command === 'run') return models;
  const sources = chosen.filter(({ kind, freshness }) => kind === 'source' && freshness !== null);
  let tests = chosen.filter(({ kind }) => kind === 'test');
  const waiting = new Set(models.map(({ id }) => id));
  const steps = [...sources];
  const ready = () => {
    const now = tests.filter(({ dependsOn }) => !dependsOn.some((id) => waiting.has(id)));
    tests = tests.filter((test) => !now.includes(test));
    steps.push(...now);
  };
  ready();
  for (const model of models) {
    steps.push(model);
    waiting.delete(model.id);
    ready();
  }
  return steps;
}

async function workOn(node: ManifestNode, options: RunOptions): Promise<NodeResult> {
  const { warehouse, signal } = options;
  const result = emptyResult(node, options, 'success', '');
  const start = performance.now();
  try {
    signal.throwIfAborted();
    if (node.kind === 'model') {
      await buildModel(node, options);
      if (node.relation !== null && node.model?.materialized !== 'view') {
        Object.assign(result, await rowCount(warehouse, node.relation));
      }
    } else {
      Object.assign(result, await (node.kind === 'test' ? checkTest : checkFreshness)(node, options));
    }
  } catch (error) {
    if (signal.aborted) Object.assign(result, { status: 'cancelled', message: 'cancelled' });
    else if (error instanceof AppError && error.code === 'shutting_down') throw error;
    else Object.assign(result, { status: 'error', ...engineMessage(error) });
  }
  result.durationMs = Math.round(performance.now() - start);
  return result;
}

function emptyResult(
  { id, hash }: ManifestNode,
  { now }: RunOptions,
  status: NodeResult['status'],
  message: string,
): NodeResult {
  return {
    ...{ id, hash, status, message, startedAt: now(), durationMs: 0, rows: null, bytes: null },
    ...{ failures: null, sample: null, line: null },
  };
}
