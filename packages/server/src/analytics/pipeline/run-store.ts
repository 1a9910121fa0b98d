import { interrupted } from '../../failure.ts';
import type { DocumentRepository } from '../../stores/control/control-store.ts';
import type { JsonObject } from '../../stores/journal/record.ts';
import type { NodeResult, PipelineRun } from './run/results.ts';

/** Runs that are kept. */
const keptRuns = 50;
const stateName = 'nodes';

/** The newest result of a node; of a model also how it went before it was skipped. */
export type NodeState = Omit<NodeResult, 'sample'> & { runId: string };

/** What is known of earlier runs: the newest result of each node, and the newest runs in full. */
export class RunStore {
  readonly #runs: DocumentRepository;
  readonly #state: DocumentRepository;
  readonly #nodes: Map<string, NodeState>;
  /** Newest first. */
  #kept: PipelineRun[];

  private constructor(
    runs: DocumentRepository,
    state: DocumentRepository,
    kept: PipelineRun[],
    nodes: NodeState[],
  ) {
    this.#runs = runs;
    this.#state = state;
    this.#kept = kept;
    this.#nodes = new Map(nodes.map((node) => [node.id, node]));
  }

  /** A run that an earlier process did not end counts as failed. */
  static async open(documents: (collection: string) => DocumentRepository, now: number): Promise<RunStore> {
    const runs = documents('pipeline-runs');
    const state = documents('pipeline-state');
    const kept = (await runs.list()).map(({ body }) => body as unknown as PipelineRun);
    kept.sort((a, b) => b.startedAt - a.startedAt);
    const nodes = ((await state.get(stateName))?.body.nodes ?? []) as unknown as NodeState[];
    const store = new RunStore(runs, state, kept, nodes);
    for (const run of kept.filter((one) => one.state === 'running')) {
      await store.put({ ...run, ...interrupted, state: 'failed', finishedAt: now });
    }
    return store;
  }

  /** Newest first, without samples. */
  get runs(): readonly PipelineRun[] {
    return this.#kept;
  }

  get(id: string): PipelineRun | undefined {
    return this.#kept.find((run) => run.id === id);
  }

  /** The newest result of each node, by id. */
  get nodes(): ReadonlyMap<string, NodeState> {
    return this.#nodes;
  }

  /** Hashes of what was built or checked last without an error, by id. */
  hashes(): Map<string, string> {
    const done = [...this.#nodes.values()].filter(({ hash }) => hash !== '');
    return new Map(done.map(({ id, hash }) => [id, hash]));
  }

  /** Notes a node's result. */
  async note(runId: string, { sample: _, ...result }: NodeResult, now: number): Promise<void> {
    const before = this.#nodes.get(result.id);
    const well = result.status === 'success' || result.status === 'pass' || result.status === 'warn';
    // What failed still differs from what stands there.
    const hash = well ? result.hash : (before?.hash ?? '');
    const rows = result.rows ?? before?.rows ?? null;
    const bytes = result.bytes ?? before?.bytes ?? null;
    this.#nodes.set(result.id, { ...result, hash, rows, bytes, runId });
    await this.#saveNodes(now);
  }

  /** Adds a run or replaces it; the oldest go. */
  async put(run: PipelineRun): Promise<void> {
    const at = this.#kept.findIndex(({ id }) => id === run.id);
    if (at < 0) this.#kept.unshift(run);
    else this.#kept[at] = run;
    await this.#runs.put(run.id, run as unknown as JsonObject, run.finishedAt ?? run.startedAt);
    for (const old of this.#kept.splice(keptRuns)) await this.#runs.remove(old.id);
  }

  /** Forgets all sample rows, and messages that name one of these ids: part of an erasure. */
  async forget(ids: readonly string[], now: number): Promise<void> {
    const names = (text: string) => ids.some((id) => text.includes(id));
    for (const run of this.#kept) {
      const nodes = run.nodes.map((node) => ({
        ...node,
        sample: null,
        message: names(node.message) ? '' : node.message,
      }));
      await this.put({ ...run, nodes, error: names(run.error) ? '' : run.error });
    }
    for (const node of this.#nodes.values()) if (names(node.message)) node.message = '';
    await this.#saveNodes(now);
  }

  async #saveNodes(now: number): Promise<void> {
    await this.#state.put(stateName, { nodes: [...this.#nodes.values()] as unknown as JsonObject[] }, now);
  }
}
