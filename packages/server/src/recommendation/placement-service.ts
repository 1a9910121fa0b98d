import { AppError, type FieldError, refusal } from '../errors.ts';
import { noSuch } from '../explain-failure.ts';
import { show } from '../show.ts';
import type { DocumentRepository, SettingRepository } from '../stores/control/control-store.ts';
import type { JsonObject } from '../stores/journal/record.ts';
import { type Placement, parsePlacement } from './placement.ts';
import { contextProblems, unknownWord } from './policies/check-policy.ts';

/** Setting that remembers which declared placements were put in once, so that a deleted one stays deleted. */
const seededSetting = 'placements.seeded';

export interface StoredPlacement {
  placement: Placement;
  /** Grows by one with each change; send it back as `expectedVersion` to not overwrite another's change. */
  version: number;
  /** Epoch ms. */
  updatedAt: number;
}

export interface PlacementServiceOptions {
  documents: DocumentRepository;
  settings: SettingRepository;
  /** Placements declared in `personalize.config.ts`. */
  declared: readonly Placement[];
  /** Epoch ms. */
  now(): number;
  /** Whether a ranker reference means something; checked when a placement is put. */
  rankerExists(reference: string): boolean;
  /** Declared features: what contexts of policies may name. */
  featureNames: readonly string[];
  /** Declared segments: whose policies a placement may set. */
  segmentNames: readonly string[];
}

/** Placements, stored and editable while the server runs; reads come from memory. */
export class PlacementService {
  readonly #options: PlacementServiceOptions;
  readonly #placements = new Map<string, StoredPlacement>();

  private constructor(options: PlacementServiceOptions) {
    this.#options = options;
  }

  /** Reads what is stored and puts in declared placements that never were. Throws `invalid_request` for a wrong declaration. */
  static async open(options: PlacementServiceOptions): Promise<PlacementService> {
    const service = new PlacementService(options);
    const { documents, settings, declared, now } = options;
    for (const { name, body, version, updatedAt } of await documents.list()) {
      service.#placements.set(name, { placement: parsePlacement(body), version, updatedAt });
    }
    const seeded = new Set<string>(JSON.parse((await settings.get(seededSetting)) ?? '[]'));
    for (const one of declared) {
      const placement = parsePlacement(one);
      if (seeded.has(placement.name)) continue;
      seeded.add(placement.name);
      if (service.#placements.has(placement.name)) continue;
      const updatedAt = now();
      const version = await documents.put(placement.name, toBody(placement), updatedAt, 0);
      service.#placements.set(placement.name, { placement, version, updatedAt });
    }
    await settings.set(seededSetting, JSON.stringify([...seeded]));
    return service;
  }

  get(name: string): Placement | undefined {
    return this.#placements.get(name)?.placement;
  }

  /** With its version; throws `not_found`. */
  stored(name: string): StoredPlacement {
    const found = this.#placements.get(name);
    if (!found) {
      throw new AppError('not_found', `there is no placement ${JSON.stringify(name.slice(0, 100))}`);
    }
    return found;
  }

  list(): StoredPlacement[] {
    return [...this.#placements.values()].sort((a, b) => (a.placement.name < b.placement.name ? -1 : 1));
  }

  /**
   * Makes or replaces a placement; it serves from the next request on. `name` comes from the address, so a
   * body without or with the same name is fine. Rejects with `invalid_request`, or `conflict` when
   * `expectedVersion` (0 = must be new) is not the stored one.
   */
  async put(name: string, body: unknown, expectedVersion?: number): Promise<StoredPlacement> {
    const placement = this.check(name, body);
    const updatedAt = this.#options.now();
    const version = await this.#options.documents.put(name, toBody(placement), updatedAt, expectedVersion);
    const stored = { placement, version, updatedAt };
    this.#placements.set(name, stored);
    return stored;
  }

  /** Validates without storing, for previews. */
  check(name: string, body: unknown): Placement {
    const given = typeof body === 'object' && body !== null && !('name' in body) ? { ...body, name } : body;
    const placement = parsePlacement(given);
    if (placement.name !== name) {
      throw refusal(
        'invalid_request',
        'address',
        `the body's name must be the address's ${JSON.stringify(name)}, got ${JSON.stringify(placement.name)}`,
        { limit: show(name) },
        { path: '/name', message: 'must be the name in the address' },
      );
    }
    if (!this.#options.rankerExists(placement.ranker)) {
      throw refusal(
        'invalid_request',
        'noSuch',
        `ranker ${JSON.stringify(placement.ranker)} names no model; use "heuristic" or an alias of the registry`,
        noSuch('model', placement.ranker, []),
        { path: '/ranker', message: 'names no model' },
      );
    }
    this.#requireNames(placement);
    return placement;
  }

  /** Features and segments that policies name are declared ones. Checked when put: declarations may change later. */
  #requireNames({ name, policy, segmentPolicies = [] }: Placement): void {
    const { featureNames, segmentNames } = this.#options;
    const errors: FieldError[] = contextProblems(policy, '/policy', featureNames);
    for (const [i, one] of segmentPolicies.entries()) {
      const path = `/segmentPolicies/${i}`;
      if (!segmentNames.includes(one.segment)) {
        const params = noSuch('segment', one.segment, segmentNames);
        errors.push({ ...unknownWord(`${path}/segment`, one.segment, segmentNames), code: 'noSuch', params });
      }
      errors.push(...contextProblems(one.policy, `${path}/policy`, featureNames));
    }
    if (errors.length === 0) return;
    const detail = errors.map(({ path, message }) => `${path} ${message}`).join('; ');
    throw new AppError('invalid_request', `placement "${name}": ${detail}`.slice(0, 1000), { errors });
  }

  /** Throws `not_found`. */
  async remove(name: string): Promise<void> {
    this.stored(name);
    await this.#options.documents.remove(name);
    this.#placements.delete(name);
  }
}

function toBody(placement: Placement): JsonObject {
  return JSON.parse(JSON.stringify(placement));
}
