import type { Journal } from '../stores/journal/journal.ts';
import type { DecisionRecord, EventRecord } from '../stores/journal/record.ts';
import { isPersonal, type Person, type PersonIdentity } from './person.ts';
import type { CustomerProfile } from './profile.ts';

/** Everything that is kept about one customer. */
export interface CustomerExport {
  /** Epoch ms. */
  exportedAt: number;
  person: Person;
  /** Anonymous ids that were linked to the customer. */
  anonymousIds: string[];
  profile: CustomerProfile | null;
  /** All events, in order of arrival. */
  events: EventRecord[];
  decisions: DecisionRecord[];
}

export interface ExportPorts {
  journal: Pick<Journal, 'read'>;
  identity: PersonIdentity;
  /** null when nothing is known of the person now. */
  profile(person: Person): CustomerProfile | null;
  /** Epoch ms. */
  now(): number;
}

/**
 * Gathers one customer's data from the journal, which holds everything that was ever accepted and not erased.
 * Walks through all of it, giving way to the event loop as the journal's reader does.
 */
export async function exportCustomer(
  ports: ExportPorts,
  person: Person,
  signal?: AbortSignal,
): Promise<CustomerExport> {
  const { journal, identity } = ports;
  const events: EventRecord[] = [];
  const decisions: DecisionRecord[] = [];
  for await (const { records } of journal.read(0)) {
    signal?.throwIfAborted();
    for (const record of records) {
      if (record === null || !isPersonal(record) || !identity.belongsTo(record, person)) continue;
      if (record.kind === 'event') events.push(record);
      else decisions.push(record);
    }
  }
  return {
    exportedAt: ports.now(),
    person,
    anonymousIds: 'customerId' in person ? identity.anonymousIds(person.customerId) : [],
    profile: ports.profile(person),
    events,
    decisions,
  };
}
