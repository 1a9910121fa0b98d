import { AppError } from '../errors.ts';
import type { FeatureEngine } from '../features/feature-engine.ts';
import { customerIdentity } from './identity.ts';
import type { CustomerProfile, CustomerSummary, ProfileDecision, ProfileEvent } from './profile.ts';
import { type CustomerSearch, type SearchPage, searchCustomers } from './search.ts';
import type { SegmentMembership } from './segments/membership.ts';

const eventLimit = 50;

export interface ProfileServiceOptions {
  engine: FeatureEngine;
  membership: SegmentMembership;
  /** The row of an id after identity resolution; −1 when unknown. */
  customerRow(identity: { customerId?: string; anonymousId?: string }): number;
  itemTitle(itemRow: number): string | undefined;
  /** What was recommended lately, newest first. */
  recentDecisions(customerRow: number): ProfileDecision[];
  /** Epoch ms. */
  now(): number;
}

/** Reads customers from online state: what the next recommendation would see. */
export class ProfileService {
  readonly #options: ProfileServiceOptions;

  constructor(options: ProfileServiceOptions) {
    this.#options = options;
  }

  /** Row of a customer id, or of an anonymous id when no customer has it; −1 for neither. */
  find(id: string): number {
    const row = this.#options.customerRow({ customerId: id });
    return row >= 0 ? row : this.#options.customerRow({ anonymousId: id });
  }

  /** Throws `not_found`. */
  get(id: string): CustomerProfile {
    const row = this.find(id);
    if (row < 0) throw new AppError('not_found', 'there is no customer of this id');
    return this.profile(row);
  }

  profile(row: number): CustomerProfile {
    const { engine, recentDecisions } = this.#options;
    const at = this.#options.now();
    const { features, affinities, behaviorScore, lastInteraction } = engine.describe(row, at);
    return {
      ...this.#who(row),
      attributes: engine.attributes(row),
      segments: this.#options.membership.of(row),
      affinities,
      features,
      behaviorScore,
      lastInteraction,
      recentEvents: this.recentEvents(row),
      recentDecisions: recentDecisions(row),
    };
  }

  summary(row: number): CustomerSummary {
    const { engine, membership } = this.#options;
    return {
      ...this.#who(row),
      attributes: engine.attributes(row),
      segments: membership.of(row),
      behaviorScore: engine.behaviorScore(row),
      lastInteraction: engine.lastInteraction(row),
    };
  }

  recentEvents(row: number, limit = eventLimit): ProfileEvent[] {
    const { engine, itemTitle } = this.#options;
    return engine.recentEvents(row, limit).map(({ itemRow, time, value, quantity, ...event }) => ({
      ...event,
      timestamp: time,
      quantity,
      ...(value === null ? {} : { value }),
      ...(itemRow < 0 ? {} : { itemId: engine.items.key(itemRow), title: itemTitle(itemRow) }),
    }));
  }

  /** Pages through customers by id prefix, segment and attributes; see {@link CustomerSearch}. */
  async search(query: CustomerSearch): Promise<SearchPage<CustomerSummary>> {
    const { engine, membership } = this.#options;
    const { rows, nextCursor } = await searchCustomers(engine, membership, query);
    return { data: rows.map((row) => this.summary(row)), nextCursor };
  }

  #who(row: number): { customerId: string | null; anonymousId?: string } {
    const identity = customerIdentity(this.#options.engine.customers.key(row)!);
    return 'customerId' in identity ? identity : { customerId: null, ...identity };
  }
}
