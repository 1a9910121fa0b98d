import type { DecisionRecord, EventRecord, JournalRecord } from '../stores/journal/record.ts';

/** Someone as clients name them. */
export type Person = { customerId: string } | { anonymousId: string };

/** What export and erasure need of identity; ingestion's `Identity` is one. */
export interface PersonIdentity {
  /** Every anonymous id that was ever linked to the customer. */
  anonymousIds(customerId: string): string[];
  /** Those of them that were never linked to anybody else. */
  ownAnonymousIds(customerId: string): string[];
  /** Whether a record is about this person, as links are now. */
  belongsTo(
    record: Pick<EventRecord | DecisionRecord, 'customerId' | 'anonymousId' | 'receivedAt'>,
    person: Person,
  ): boolean;
}

/** A record that names a person. */
export function isPersonal(record: JournalRecord): record is EventRecord | DecisionRecord {
  return record.kind === 'event' || record.kind === 'decision';
}
