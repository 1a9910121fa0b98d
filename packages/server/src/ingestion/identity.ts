import type { DecisionRecord, EventRecord } from '../stores/journal/record.ts';
import type { OnlineStore } from '../stores/online/online-store.ts';
import type { JsonColumn, StateTable } from '../stores/online/state-table.ts';

/** Whom an anonymous id belongs to, from when on (arrival time); oldest first. */
interface Link {
  customerId: string;
  receivedAt: number;
}

/**
 * An id that was linked this often is no device but a mistake (a constant in a tag, say). It stays with its
 * last customer; forgetting old links instead would lose track of whose its events are.
 */
const maxLinks = 100;

/** A time during which an anonymous id alone means one customer: arrival times, epoch ms, both included. */
export interface Visit {
  anonymousId: string;
  from: number;
  until: number;
}

/** Someone as clients name them: exactly one of the two. */
export type Person = { customerId: string } | { anonymousId: string };

type Ids = Pick<EventRecord | DecisionRecord, 'customerId' | 'anonymousId' | 'receivedAt'>;

/**
 * Who is who. A customer's row has the key `c:` + customerId; before sign-in, `a:` + anonymousId. A link
 * joins an anonymous id to a customer:
 * - the first link moves the anonymous history to the customer;
 * - a later link to another customer (a shared device) moves no history: from then on, events that carry
 *   only the anonymous id belong to the newly linked customer;
 * - links never chain: their target is always a customer, and customer ids and anonymous ids are two
 *   separate sets of names even where the texts are equal.
 */
export class Identity {
  readonly #customers: StateTable;
  readonly #aliases: StateTable;
  readonly #links: JsonColumn<Link[]>;

  /** Declares its state: call before `store.restore()`. */
  constructor(store: OnlineStore) {
    this.#customers = store.table('customers');
    this.#aliases = store.table('aliases');
    this.#links = this.#aliases.json('links');
  }

  /** The row of the customer that a record is about, made when new; −1 when it names nobody. */
  ensure({ customerId, anonymousId }: Pick<Ids, 'customerId' | 'anonymousId'>): number {
    const customer = customerId ?? this.#linkedTo(anonymousId);
    if (customer !== undefined) return this.#customers.ensurePrefixed('c:', customer);
    return anonymousId === undefined ? -1 : this.#customers.ensurePrefixed('a:', anonymousId);
  }

  /** The same without making one. */
  find({ customerId, anonymousId }: Pick<Ids, 'customerId' | 'anonymousId'>): number {
    const customer = customerId ?? this.#linkedTo(anonymousId);
    if (customer !== undefined) return this.#customers.findPrefixed('c:', customer);
    return anonymousId === undefined ? -1 : this.#customers.findPrefixed('a:', anonymousId);
  }

  /** The customer that an anonymous id belongs to now. */
  customerOf(anonymousId: string): string | undefined {
    const row = this.#aliases.find(anonymousId);
    return row < 0 ? undefined : this.#links.get(row)?.at(-1)?.customerId;
  }

  /**
   * Whether `alias` may link these: not when the previous id is itself a known customer's. Two known
   * customers are two people until someone who knows better erases one.
   */
  mayAlias(previousId: string, customerId: string): boolean {
    return previousId === customerId || this.#customers.find(`c:${previousId}`) < 0;
  }

  /**
   * Links an anonymous id to a customer. Returns the key of the row whose history must be merged into the
   * customer's, or undefined when there is none.
   */
  link(anonymousId: string, customerId: string, receivedAt: number): string | undefined {
    const row = this.#aliases.ensure(anonymousId);
    const links = this.#links.get(row) ?? [];
    if (links.at(-1)?.customerId === customerId || links.length >= maxLinks) return undefined;
    this.#aliases.touch(row);
    this.#links.set(row, [...links, { customerId, receivedAt }]);
    const key = `a:${anonymousId}`;
    return this.#customers.find(key) < 0 ? undefined : key;
  }

  /** Every anonymous id that was ever linked to the customer. Walks through all links. */
  anonymousIds(customerId: string): string[] {
    const found: string[] = [];
    for (const anonymousId of this.#aliases.keys()) {
      const links = this.#links.get(this.#aliases.find(anonymousId)) ?? [];
      if (links.some((link) => link.customerId === customerId)) found.push(anonymousId);
    }
    return found;
  }

  /**
   * When each of them meant the customer, as links are now: from the beginning up to the second link for the
   * first, from link to link for others; where two links share a millisecond, it is in both.
   */
  visits(customerId: string): Visit[] {
    return this.anonymousIds(customerId).flatMap((anonymousId) => this.#visits(anonymousId, customerId));
  }

  /** Those of them that were never linked to anybody else. */
  ownAnonymousIds(customerId: string): string[] {
    return this.anonymousIds(customerId).filter((anonymousId) =>
      this.#links.get(this.#aliases.find(anonymousId))?.every((link) => link.customerId === customerId),
    );
  }

  /**
   * Whether a journal record is about this person; for export and erasure. A record with only an anonymous id
   * belongs to whose visit it arrived in.
   */
  belongsTo(record: Ids, person: Person): boolean {
    if ('anonymousId' in person) {
      return record.customerId === undefined && record.anonymousId === person.anonymousId;
    }
    if (record.customerId !== undefined) return record.customerId === person.customerId;
    if (record.anonymousId === undefined) return false;
    return this.#visits(record.anonymousId, person.customerId).some(
      ({ from, until }) => from <= record.receivedAt && record.receivedAt <= until,
    );
  }

  /** Removes the person's row, and for a customer every link to it. False when nothing was known. */
  forget(person: Person): boolean {
    if ('anonymousId' in person) return this.#customers.remove(`a:${person.anonymousId}`);
    let known = this.#customers.remove(`c:${person.customerId}`);
    for (const anonymousId of this.anonymousIds(person.customerId)) {
      known = true;
      const row = this.#aliases.find(anonymousId);
      const left = (this.#links.get(row) ?? []).filter((link) => link.customerId !== person.customerId);
      this.#aliases.touch(row);
      if (left.length > 0) this.#links.set(row, left);
      else this.#aliases.remove(anonymousId);
    }
    return known;
  }

  #visits(anonymousId: string, customerId: string): Visit[] {
    const visits: Visit[] = [];
    const links = this.#links.get(this.#aliases.find(anonymousId)) ?? [];
    for (const [i, link] of links.entries()) {
      if (link.customerId !== customerId) continue;
      const from = i === 0 ? 0 : link.receivedAt;
      visits.push({ anonymousId, from, until: links[i + 1]?.receivedAt ?? Number.MAX_SAFE_INTEGER });
    }
    return visits;
  }

  /** Without looking when nobody was ever linked. */
  #linkedTo(anonymousId: string | undefined): string | undefined {
    return anonymousId === undefined || this.#aliases.size === 0 ? undefined : this.customerOf(anonymousId);
  }
}
