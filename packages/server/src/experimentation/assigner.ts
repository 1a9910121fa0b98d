import { randomUUID } from 'node:crypto';
import type { AssignmentReason } from '@personalize/learn';
import type { SegmentMembership } from '../profiles/index.ts';
import type { EventRecord, JsonObject, Origin } from '../stores/journal/record.ts';
import type { StateTable } from '../stores/online/state-table.ts';
import type { ExperimentService, StoredExperiment } from './experiment-service.ts';
import type { ExposureState } from './exposure-state.ts';

export interface Subject {
  customerId?: string;
  anonymousId?: string;
}

/** Where the customer is when they are exposed. */
export interface ExposureContext {
  channel?: string;
  device?: string;
}

export interface CustomerAssignment {
  experiment: string;
  /** Null when the customer takes no part. */
  variant: string | null;
  reason: AssignmentReason | 'not_running';
}

export interface AssignerOptions {
  experiments: ExperimentService;
  exposures: ExposureState;
  membership: SegmentMembership;
  customers: StateTable;
  customerRow(subject: Subject): number;
  attributes(customerRow: number): JsonObject;
  append(records: EventRecord[]): Promise<unknown>;
  /** Epoch ms. */
  now(): number;
}

/** Assigns customers to variants, in memory; the first exposure decides for good. */
export class Assigner {
  readonly #options: AssignerOptions;
  /** Exposures that are not applied yet, by experiment and customer. */
  readonly #inFlight = new Map<string, { variant: string; done: Promise<unknown> }>();

  constructor(options: AssignerOptions) {
    this.#options = options;
  }

  /** What the customer would get, without exposing them. */
  peek(stored: StoredExperiment, subject: Subject): CustomerAssignment {
    const { experiment, assign, state } = stored;
    const { key, targeting } = experiment;
    if (state !== 'running') return { experiment: key, variant: null, reason: 'not_running' };
    const { customers, exposures, now } = this.#options;
    const row = this.#options.customerRow(subject);
    const id = canonicalId(customers.key(row), subject);
    const sticky = exposures.variantOf(row, key) ?? this.#inFlight.get(flightKey(key, id))?.variant;
    const targeted = targeting === undefined || sticky !== undefined || this.#isTargeted(row, targeting);
    const { variant, reason } = assign(id, { at: now(), targeted, sticky });
    return { experiment: key, variant, reason };
  }

  /**
   * Assigns and logs the customer's first exposure; resolves when that is durable. Rejects with what the
   * journal's append rejects with.
   */
  async expose(
    stored: StoredExperiment,
    subject: Subject,
    origin: Origin,
    context: ExposureContext = {},
  ): Promise<CustomerAssignment> {
    const assignment = this.peek(stored, subject);
    if (assignment.variant === null) return assignment;
    const { key } = stored.experiment;
    const row = this.#options.customerRow(subject);
    if (this.#options.exposures.variantOf(row, key) !== undefined) return assignment;
    const flight = flightKey(key, canonicalId(this.#options.customers.key(row), subject));
    const other = this.#inFlight.get(flight);
    if (other !== undefined) {
      await other.done;
      return assignment;
    }
    const record = this.#record(stored, assignment.variant, row, subject, origin, context);
    const done = this.#options.append([record]);
    this.#inFlight.set(flight, { variant: assignment.variant, done });
    try {
      await done;
    } finally {
      this.#inFlight.delete(flight);
    }
    return assignment;
  }

  #isTargeted(row: number, { segments, notSegments = [] }: NonNullable<Targeting>): boolean {
    const { membership } = this.#options;
    const isIn = (name: string) => {
      const bit = row < 0 ? -1 : membership.findBit(name);
      return bit >= 0 && membership.has(row, bit);
    };
    return (segments === undefined || segments.some(isIn)) && !notSegments.some(isIn);
  }

  /**
   * Segments, attributes, channel and device are kept with the exposure: results may be split by them without
   * looking ahead.
   */
  #record(
    { experiment: { key, attributes = [] } }: StoredExperiment,
    variant: string,
    row: number,
    { customerId, anonymousId }: Subject,
    origin: Origin,
    { channel, device }: ExposureContext,
  ): EventRecord {
    const at = this.#options.now();
    const segments = row < 0 ? [] : this.#options.membership.of(row);
    return {
      kind: 'event',
      type: 'exposure',
      messageId: randomUUID(),
      customerId,
      anonymousId: customerId === undefined ? anonymousId : undefined,
      timestamp: at,
      receivedAt: at,
      ...(channel === undefined ? {} : { channel }),
      ...(device === undefined ? {} : { device }),
      properties: {
        ...{ experiment: key, variant, segments },
        ...(attributes.length === 0 ? {} : { attributes: this.#noted(row, attributes) }),
      },
      origin,
    };
  }

  /** As text, so that results have one level for each value. */
  #noted(row: number, names: readonly string[]): JsonObject {
    const all = row < 0 ? {} : this.#options.attributes(row);
    const noted: JsonObject = {};
    for (const name of names) {
      const value = Object.hasOwn(all, name) ? all[name] : undefined;
      const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
      if (isPlain) noted[name] = String(value).slice(0, maxLevelLength);
    }
    return noted;
  }
}

const maxLevelLength = 100;

type Targeting = StoredExperiment['experiment']['targeting'];

/** A visitor who was linked to a customer is hashed as that customer. */
function canonicalId(key: string | undefined, { customerId, anonymousId = '' }: Subject): string {
  return key === undefined ? (customerId ?? anonymousId) : key.slice(2);
}

function flightKey(experiment: string, id: string): string {
  return `${experiment}:${id}`;
}
