import { AppError, refusal } from '../../errors.ts';
import { show } from '../../show.ts';
import type { DocumentRepository } from '../../stores/control/control-store.ts';
import type { JsonObject } from '../../stores/journal/record.ts';
import { Turns } from '../../turns.ts';
import { compileSegments, type FeatureCatalog } from './compile.ts';
import type { SegmentDefinition } from './definition.ts';
import { parseSegment } from './parse-segment.ts';

export interface StoredSegment {
  definition: SegmentDefinition;
  /** Whether `personalize.config.ts` declares it, which makes it read-only, or it was made by request. */
  source: 'config' | 'stored';
  /** Grows by one with each change; 0 for declared ones. */
  version: number;
  /** Epoch ms; null for declared ones. */
  updatedAt: number | null;
  /** Why a stored segment is not evaluated; null when it is. */
  problem: string | null;
}

export interface SegmentServiceOptions {
  documents: DocumentRepository;
  /** Segments of `personalize.config.ts`, already checked. */
  declared: readonly SegmentDefinition[];
  features: FeatureCatalog;
  /** Epoch ms. */
  now(): number;
}

/** The segments of the configuration and those that are stored, editable while the server runs. */
export class SegmentService {
  readonly #options: SegmentServiceOptions;
  readonly #stored = new Map<string, StoredSegment>();
  #evaluate: ((segments: readonly SegmentDefinition[]) => void) | undefined;
  /** Changes wait for each other. */
  readonly #turns = new Turns();

  private constructor(options: SegmentServiceOptions) {
    this.#options = options;
  }

  /** Reads what is stored. A segment that a changed configuration made wrong is kept with its problem. */
  static async open(options: SegmentServiceOptions): Promise<SegmentService> {
    const service = new SegmentService(options);
    for (const { name, body, version, updatedAt } of await options.documents.list()) {
      const definition = body as unknown as SegmentDefinition;
      const problem = service.#problem(definition);
      service.#stored.set(name, { definition, source: 'stored', version, updatedAt, problem });
    }
    return service;
  }

  /** Names what is told of every change of the rules. */
  onChange(evaluate: (segments: readonly SegmentDefinition[]) => void): void {
    this.#evaluate = evaluate;
  }

  /** What is evaluated, in order: declared ones as declared, then stored ones by name. */
  get definitions(): SegmentDefinition[] {
    return this.list()
      .filter(({ problem }) => problem === null)
      .map(({ definition }) => definition);
  }

  get names(): string[] {
    return this.list().map(({ definition }) => definition.name);
  }

  list(): StoredSegment[] {
    const declared = this.#options.declared.map((definition) => ({
      ...{ definition, source: 'config' as const, version: 0, updatedAt: null, problem: null },
    }));
    const stored = [...this.#stored.values()].sort((a, b) =>
      a.definition.name < b.definition.name ? -1 : 1,
    );
    return [...declared, ...stored];
  }

  /** Throws `not_found`. */
  get(name: string): StoredSegment {
    const found = this.list().find(({ definition }) => definition.name === name);
    if (found === undefined) throw new AppError('not_found', 'there is no segment of this name');
    return found;
  }

  /**
   * Makes or replaces a segment; customers enter and leave it within moments. `expectedVersion`: 0: must be
   * new; undefined: any. Throws `invalid_request` for a wrong definition, `conflict` for a declared one or
   * another version.
   */
  put(name: string, body: unknown, expectedVersion?: number): Promise<StoredSegment> {
    return this.#turns.take(async () => {
      this.#refuseDeclared(name);
      const definition = parseSegment(name, body, this.#options.features);
      const next = [...this.definitions.filter((one) => one.name !== name), definition];
      compileSegments(next, this.#options.features);
      const updatedAt = this.#options.now();
      const { documents } = this.#options;
      const before = this.#stored.get(name);
      const stored = definition as unknown as JsonObject;
      const version = await documents.put(name, stored, updatedAt, expectedVersion);
      const made: StoredSegment = { definition, source: 'stored', version, updatedAt, problem: null };
      this.#stored.set(name, made);
      try {
        this.#evaluate?.(this.definitions);
      } catch (error) {
        if (before === undefined) {
          await documents.remove(name);
          this.#stored.delete(name);
        } else {
          await documents.put(
            name,
            before.definition as unknown as JsonObject,
            before.updatedAt ?? updatedAt,
          );
          this.#stored.set(name, { ...before, version: version + 1 });
        }
        throw error;
      }
      return made;
    });
  }

  /** Its members leave within moments. Throws `not_found`, and `conflict` for a declared one. */
  remove(name: string): Promise<void> {
    return this.#turns.take(async () => {
      this.#refuseDeclared(name);
      this.get(name);
      await this.#options.documents.remove(name);
      this.#stored.delete(name);
      this.#evaluate?.(this.definitions);
    });
  }

  #refuseDeclared(name: string): void {
    if (!this.#options.declared.some((one) => one.name === name)) return;
    throw refusal(
      'conflict',
      'segmentDeclared',
      `segment ${JSON.stringify(name)} is declared in personalize.config.ts; change it there, or choose another name`,
      { got: show(name) },
    );
  }

  #problem(definition: SegmentDefinition): string | null {
    try {
      this.#refuseDeclared(definition.name);
      compileSegments([definition], this.#options.features);
      return null;
    } catch (error) {
      if (error instanceof AppError) return error.message;
      throw error;
    }
  }
}
