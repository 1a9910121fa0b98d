import { AppError } from '../errors.ts';
import type { AliasChange } from '../stores/control/model-repository.ts';
import type { GateResult } from './gates/gate.ts';
import { defaultGates, type GateSettings } from './gates/gate-settings.ts';
import { describeRefusal, type Judged, judge } from './gates/judge.ts';
import { measureLatency } from './gates/latency.ts';
import { compareVersions, type VersionComparison } from './registry/compare-versions.ts';
import { type ImportRequest, readImport } from './registry/import-model.ts';
import { emptyReport, type ModelReport } from './registry/model-report.ts';
import { type ModelVersion, referenceOf } from './registry/model-version.ts';
import type { AliasRequest, ModelRegistry, NewVersion } from './registry/registry.ts';
import type { ModelServer } from './serving/model-server.ts';

/** The alias that placements name by default and that gates guard. */
export const championAlias = 'champion';
/** What placements name until they are told otherwise. */
export const defaultRanker = `ranker@${championAlias}`;

export interface ModelsOptions {
  registry: ModelRegistry;
  server: ModelServer;
  engineNames: readonly string[];
  gates?: GateSettings;
  /** Files kept per model; older versions keep their record only. */
  keepVersions: number;
}

/** What may be done with models: registry, gates and serving together. */
export class Models {
  readonly registry: ModelRegistry;
  readonly server: ModelServer;
  readonly #options: ModelsOptions;

  constructor(options: ModelsOptions) {
    this.#options = options;
    this.registry = options.registry;
    this.server = options.server;
  }

  /** @throws AppError as {@link readImport} */
  async import(request: ImportRequest): Promise<ModelVersion> {
    const given = await readImport(request, this.#options.engineNames);
    return this.register(given, emptyReport);
  }

  /** Stores a version and removes files that are too many. @throws AppError as the registry's `register` */
  async register(given: NewVersion, report: ModelReport): Promise<ModelVersion> {
    const made = await this.registry.register(given, report);
    await this.registry.applyRetention(made.name, this.#options.keepVersions, 'system');
    return made;
  }

  /** How the version stands against what serves now. @throws AppError when its file cannot be loaded */
  async judge(version: ModelVersion): Promise<GateResult[]> {
    const current = this.registry.resolve(`${version.name}@${championAlias}`);
    const champion =
      current === undefined || current.version === version.version
        ? undefined
        : await this.#measured(current);
    return judge(await this.#measured(version), champion, this.#options.gates ?? defaultGates);
  }

  /**
   * Points an alias at a version once it is loaded; `champion` only when every gate passes, or `override` says so.
   * @param judged what {@link judge} just said, so as not to measure twice
   * @throws AppError `unprocessable` naming each gate that refused and by how much, or why the file cannot serve
   */
  async setAlias(
    request: Omit<AliasRequest, 'gates'>,
    judged?: GateResult[],
  ): Promise<AliasChange & { gates: GateResult[] }> {
    const target = this.registry.get(request.name, request.version);
    if (this.registry.alias(request.name, request.alias)?.version === request.version) {
      throw new AppError(
        'conflict',
        `${request.name}@${request.alias} is version ${request.version} already`,
      );
    }
    await this.#load(target);
    const gates = request.alias === championAlias ? (judged ?? (await this.judge(target))) : [];
    const refused = gates.some(({ passed }) => !passed);
    if (refused && request.override !== true) {
      throw new AppError(
        'unprocessable',
        `${referenceOf(target)} may not become ${request.alias}: ${describeRefusal(gates)}. To set it nevertheless, send override and a reason; both are audited`,
      );
    }
    const change = await this.registry.setAlias({ ...request, gates, override: refused });
    return { ...change, gates };
  }

  /** @throws AppError `not_found` */
  async compare(name: string, versions: readonly number[]): Promise<VersionComparison> {
    const chosen = versions.map((version) => this.registry.get(name, version));
    return compareVersions(
      await Promise.all(
        chosen.map(async (version) => ({
          version,
          report: await this.registry.report(name, version.version),
        })),
      ),
    );
  }

  async #measured(version: ModelVersion): Promise<Judged> {
    const report = await this.registry.report(version.name, version.version);
    if (version.kind === 'heuristic') return { version, report };
    try {
      const { model } = await this.server.use(version);
      const { p99 } = await measureLatency(model);
      return { version, report, latencyMs: p99 };
    } catch {
      // A champion that cannot be loaded any more must not keep others out.
      return { version, report };
    }
  }

  async #load(version: ModelVersion): Promise<void> {
    try {
      await this.server.use(version);
    } catch (cause) {
      if (!(cause instanceof AppError)) throw cause;
      throw new AppError('unprocessable', `${referenceOf(version)} cannot serve: ${cause.message}`, {
        cause,
      });
    }
  }
}
