import { AppError, refusal } from '../../errors.ts';
import { failureOf } from '../../failure.ts';
import type { DocumentRepository } from '../../stores/control/control-store.ts';
import type { JsonObject } from '../../stores/journal/record.ts';
import type { Warehouse } from '../../stores/warehouse/warehouse.ts';
import { compileFolder } from './compile.ts';
import { type ErasedSubject, eraseFromModels } from './erase.ts';
import type { Manifest, ManifestNode, VarValue } from './manifest.ts';
import { problemLine } from './problem.ts';
import { isFailure, type NodeResult, type PipelineCommand, type PipelineRun } from './run/results.ts';
import { runPipeline, stepsOf } from './run/run-pipeline.ts';
import { type NodeState, RunStore } from './run-store.ts';
import { selectNodes } from './select.ts';
import { checkVars, requireDeclared } from './vars.ts';

export const pipelineJobKind = 'pipeline';

/** What a run is asked for. */
export interface RunRequest {
  command: PipelineCommand;
  select: string[];
  exclude: string[];
  fullRefresh: boolean;
  vars: Record<string, VarValue>;
}

export interface PipelineOptions {
  warehouse: Warehouse;
  documents(collection: string): DocumentRepository;
  /** Folder of the dbt project. */
  folder: string;
  timeZone: string;
  /** Epoch ms. */
  now(): number;
  /** Told when a table that may hold an erased person could not be made anew and was dropped. */
  onDropped?(table: string, error: unknown): void;
  /** For each statement. Default 10 minutes. */
  timeoutMs?: number;
}

/** A job's means, as far as a run needs them. */
export interface RunContext {
  id: string;
  signal: AbortSignal;
  progress(fraction: number, message?: string): void;
  log(line: string): void;
}

const defaultTimeoutMs = 600_000;
/** Pages that ask again within this time get the same compilation. */
const compiledForMs = 3000;
const savedEveryMs = 1000;

/** The data pipeline: what the project holds, its runs, and erasures from what it made. */
export class PipelineService {
  readonly #options: PipelineOptions;
  readonly #store: RunStore;
  #compiled: { at: number; manifest: Promise<Manifest> } | undefined;
  /** Work on tables: one node of a run, or an erasure. */
  #working: Promise<unknown> = Promise.resolve();

  private constructor(options: PipelineOptions, store: RunStore) {
    this.#options = options;
    this.#store = store;
  }

  static async open(options: PipelineOptions): Promise<PipelineService> {
    return new PipelineService(options, await RunStore.open(options.documents, options.now()));
  }

  /** Database of the models. */
  get schema(): string {
    return `${this.#options.warehouse.database}_models`;
  }

  get runs(): readonly PipelineRun[] {
    return this.#store.runs;
  }

  /** @throws AppError `not_found` */
  run(id: string): PipelineRun {
    const run = this.#store.get(id);
    if (run === undefined) throw new AppError('not_found', 'there is no run of the pipeline of this id');
    return run;
  }

  /** The project as its files are now, without variables of a run. */
  manifest(): Promise<Manifest> {
    const now = performance.now();
    if (this.#compiled === undefined || now - this.#compiled.at > compiledForMs) {
      const compiled = { at: now, manifest: this.#compile({}) };
      this.#compiled = compiled;
      compiled.manifest.catch(() => {
        if (this.#compiled === compiled) this.#compiled = undefined;
      });
    }
    return this.#compiled.manifest;
  }

  /** The newest result of each node, by id. */
  get states(): ReadonlyMap<string, NodeState> {
    return this.#store.nodes;
  }

  /**
   * Nodes that a run would work on, in order.
   * @throws AppError `unprocessable` naming what is wrong with the project, `invalid_request` for selectors and
   *   variables that make no sense, or a selection without anything to do
   */
  async plan(
    request: RunRequest,
  ): Promise<{ manifest: Manifest; chosen: ManifestNode[]; steps: ManifestNode[] }> {
    checkVars(request.vars);
    const manifest = await this.#compile(request.vars);
    requireSound(manifest);
    requireDeclared(request.vars, Object.keys(manifest.vars));
    const chosen = selectNodes(manifest.nodes, request, this.#store.hashes());
    const steps = stepsOf(chosen, request.command);
    if (steps.length === 0 && !mayBeEmpty(request)) {
      const message = `the selection holds nothing that "${request.command}" works on`;
      throw refusal(
        'invalid_request',
        'selectionEmpty',
        message,
        { command: request.command },
        { path: '/select' },
      );
    }
    return { manifest, chosen, steps };
  }

  /** What a job of kind {@link pipelineJobKind} does. */
  async work(input: JsonObject, context: RunContext): Promise<JsonObject> {
    const { by, ...request } = input as unknown as RunRequest & { by: string };
    const { now } = this.#options;
    const run: PipelineRun = {
      ...request,
      ...{
        id: context.id,
        by,
        state: 'running',
        startedAt: now(),
        finishedAt: null,
        chosen: 0,
        nodes: [],
        error: '',
      },
    };
    await this.#store.put(run);
    try {
      await this.#runNodes(run, request, context);
      run.state = run.nodes.some(({ status }) => isFailure(status)) ? 'failed' : 'done';
    } catch (error) {
      run.state = context.signal.aborted ? 'cancelled' : 'failed';
      run.error = error instanceof Error ? error.message : String(error);
      run.errors = failureOf(error).errors;
      throw error;
    } finally {
      run.finishedAt = now();
      await this.#store.put(run);
    }
    return summaryOf(run);
  }

  /** Takes a person out of everything that models made and of what is kept of runs. */
  async erase(subject: ErasedSubject): Promise<void> {
    const { warehouse, now, onDropped = () => {} } = this.#options;
    const compile = () => this.#compile({});
    await this.#exclusively(() => eraseFromModels(warehouse, this.schema, compile, subject, onDropped));
    const ids = [...subject.customerIds, ...subject.anonymousIds].filter((id) => id !== '');
    await this.#store.forget(ids, now());
  }

  async #runNodes(run: PipelineRun, request: RunRequest, context: RunContext): Promise<void> {
    const { warehouse, now, timeoutMs = defaultTimeoutMs } = this.#options;
    const { manifest, chosen, steps } = await this.plan(request);
    run.chosen = steps.length;
    let savedAt = now();
    await runPipeline(manifest, chosen, {
      ...{ warehouse, now, timeoutMs, signal: context.signal },
      ...{ command: request.command, fullRefresh: request.fullRefresh },
      exclusively: (work) => this.#exclusively(work),
      onStart: ({ name }, index) => context.progress(index / steps.length, name),
      onResult: async (node, result) => {
        run.nodes.push(result);
        context.log(lineOf(node, result, run.nodes.length, steps.length));
        await this.#store.note(run.id, result, now());
        if (now() - savedAt < savedEveryMs) return;
        savedAt = now();
        await this.#store.put(run);
      },
    });
  }

  #compile(vars: Record<string, VarValue>): Promise<Manifest> {
    const { warehouse, folder, timeZone } = this.#options;
    const { database } = warehouse;
    const own = { time_zone: timeZone, ...vars, source_schema: database };
    return compileFolder(folder, { database, schema: this.schema, vars: own });
  }

  #exclusively<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#working.then(work, work);
    this.#working = done.catch(() => {});
    return done;
  }
}

/** `state:modified` finding nothing is what one hopes for. */
function mayBeEmpty({ select }: RunRequest): boolean {
  return select.some((text) => text.includes('state:'));
}

function requireSound({ problems }: Manifest): void {
  if (problems.length === 0) return;
  const [first] = problems;
  const more = problems.length === 1 ? '' : ` (and ${problems.length - 1} more)`;
  throw new AppError('unprocessable', `the project cannot run: ${problemLine(first)}${more}`, {
    errors: problems.slice(0, 50).map((problem) => ({
      path: `/${problem.file}`,
      message: problemLine(problem),
      code: `project.${problem.code}`,
      params: problem.params,
    })),
  });
}

function lineOf(node: ManifestNode, result: NodeResult, index: number, of: number): string {
  const rows = result.rows === null ? '' : `, ${result.rows} rows`;
  const message = result.message === '' ? '' : `: ${result.message.split('\n')[0]}`;
  const time = (result.durationMs / 1000).toFixed(2);
  return `${index}/${of} ${result.status} ${node.kind} ${node.name} in ${time} s${rows}${message}`;
}

/** Counts by status. */
export function summaryOf({ nodes, state }: PipelineRun): JsonObject {
  const counts: Record<string, number> = {};
  for (const { status } of nodes) counts[status] = (counts[status] ?? 0) + 1;
  return { state, ...counts };
}
