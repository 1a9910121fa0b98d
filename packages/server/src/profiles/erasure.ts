import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { AppError } from '../errors.ts';
import type { AuditRepository, SettingRepository } from '../stores/control/control-store.ts';
import type { Journal } from '../stores/journal/journal.ts';
import type { EventRecord, JournalRecord, JsonObject } from '../stores/journal/record.ts';
import type { Warehouse } from '../stores/warehouse/warehouse.ts';
import { isPersonal, type Person, type PersonIdentity } from './person.ts';

const saltSetting = 'erasure.salt';
/** New events may arrive while an erasure runs; after this many rounds the rest counts as a new customer's. */
const maxRounds = 5;

export interface ErasurePorts {
  identity: PersonIdentity;
  journal: Pick<Journal, 'erase'>;
  warehouse: Pick<Warehouse, 'erase'>;
  /** Resolves when the warehouse writer holds nothing that the journal does not hold any more. */
  settleWarehouse(): Promise<void>;
  /** Makes all online state forget the person. */
  forget(person: Person): boolean;
  /** Saves online state at once, the earlier checkpoint's bytes wiped. */
  checkpoint(): Promise<void>;
  /** Further places that may hold data of the person (exports, training sets). */
  others?: ((subject: { customerIds: string[]; anonymousIds: string[] }) => Promise<void>)[];
  settings: SettingRepository;
  audit: AuditRepository;
  /** Epoch ms. */
  now(): number;
}

/** How the erasure job's kind runs; fits the job runner. */
export interface ErasureJob {
  run(
    input: JsonObject,
    context: { id: string; signal: AbortSignal; progress(fraction: number, message?: string): void },
  ): Promise<JsonObject>;
  resumable: true;
  /** What of the input outlives the job: a salted hash instead of the id. */
  keep(input: JsonObject): JsonObject;
}

/** What a resumed erasure must know although the links may already be gone. */
interface Plan {
  anonymousIds: string[];
}

/**
 * Erasure of one person as a job that may be repeated from the start at any point. Order: journal (so that no
 * replay brings anything back), warehouse, online state, checkpoint. The ids that were linked are noted
 * before the first step and that note is emptied at the end, since links go with the state. Rounds repeat
 * until the journal holds nothing more, because events may arrive meanwhile.
 */
export async function createErasure(ports: ErasurePorts): Promise<ErasureJob> {
  const salt = (await ports.settings.get(saltSetting)) ?? randomBytes(32).toString('hex');
  await ports.settings.set(saltSetting, salt);
  const hashed = (person: Person) => subjectHash(person, salt);
  return {
    resumable: true,
    keep: (input) => ({ subject: hashed(personOf(input)) }),
    async run(input, { id, signal, progress }) {
      const person = personOf(input);
      const note = `erasure.${id}`;
      const { anonymousIds } = await planOf(ports, person, note);
      const subject = {
        customerIds: 'customerId' in person ? [person.customerId] : [],
        anonymousIds: 'anonymousId' in person ? [person.anonymousId] : anonymousIds,
      };
      /** Neither of the subject's ids tells such a record from those of others on the device. */
      const isOfSharedVisit = ({ customerId, anonymousId = '' }: EventRecord) =>
        customerId === undefined && !subject.anonymousIds.includes(anonymousId);
      let records = 0;
      for (let round = 0; round < maxRounds; round++) {
        signal.throwIfAborted();
        const decisionIds: string[] = [];
        const messageIds: string[] = [];
        progress(0.1 + round * 0.1, 'Erasing the journal');
        const erased = await ports.journal.erase((record) => {
          if (!isAbout(record, person, ports.identity, anonymousIds)) return false;
          if (record.kind === 'decision') decisionIds.push(record.decisionId);
          else if (record.kind === 'event' && isOfSharedVisit(record)) messageIds.push(record.messageId);
          return true;
        });
        records += erased;
        if (round > 0 && erased === 0) break;
        progress(0.2 + round * 0.1, 'Erasing the warehouse');
        await ports.settleWarehouse();
        await ports.warehouse.erase({ ...subject, decisionIds, messageIds });
        progress(0.3 + round * 0.1, 'Erasing online state');
        ports.forget(person);
        for (const anonymousId of anonymousIds) ports.forget({ anonymousId });
      }
      progress(0.8, 'Saving a checkpoint without the customer');
      await ports.checkpoint();
      for (const erase of ports.others ?? []) await erase(subject);
      await ports.audit.append({
        id: randomUUID(),
        at: ports.now(),
        actor: typeof input.actor === 'string' ? input.actor : 'system',
        action: 'customer.erased',
        target: hashed(person),
        detail: { records },
      });
      await ports.settings.set(note, '');
      return { subject: hashed(person), records };
    },
  };
}

/** The input that starts an erasure job. `actor` is who asked, for the audit. */
export function erasureInput(person: Person, actor: string): JsonObject {
  return { ...person, actor };
}

function personOf(input: JsonObject): Person {
  if (typeof input.customerId === 'string') return { customerId: input.customerId };
  if (typeof input.anonymousId === 'string') return { anonymousId: input.anonymousId };
  throw new AppError('invalid_request', 'an erasure needs customerId or anonymousId');
}

/** The same person always gives the same hash, and nobody without the salt can tell whose it is. */
function subjectHash(person: Person, salt: string): string {
  const id = 'customerId' in person ? `c:${person.customerId}` : `a:${person.anonymousId}`;
  return createHash('sha256').update(salt).update(id).digest('hex').slice(0, 32);
}

async function planOf(ports: ErasurePorts, person: Person, note: string): Promise<Plan> {
  const noted = await ports.settings.get(note);
  if (noted) return JSON.parse(noted) as Plan;
  const plan: Plan = { anonymousIds: [] };
  if ('customerId' in person) {
    // An id that a shared device gave to several customers stays with the records that links say are theirs.
    plan.anonymousIds = ports.identity.ownAnonymousIds(person.customerId);
  }
  await ports.settings.set(note, JSON.stringify(plan));
  return plan;
}

function isAbout(
  record: JournalRecord,
  person: Person,
  identity: PersonIdentity,
  anonymousIds: readonly string[],
): boolean {
  if (!isPersonal(record)) return false;
  if (identity.belongsTo(record, person)) return true;
  return (
    record.customerId === undefined &&
    record.anonymousId !== undefined &&
    anonymousIds.includes(record.anonymousId)
  );
}
