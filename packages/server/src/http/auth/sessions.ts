import type { ControlStore, DocumentRepository } from '../../stores/control/control-store.ts';
import { type Caller, keyCaller, personCaller } from './access.ts';
import { newSessionToken, secretHash } from './secrets.ts';

export const sessionCookie = 'personalize_session';
export const sessionMs = 14 * 86_400_000;
const freshMs = 5_000;
const mostEntries = 10_000;

/** Who a session belongs to: a person, or a key that signed in to the dashboard. */
export type SessionOwner = { userId: string } | { keyId: string };

/** Sign-in sessions: an opaque random token in a cookie, its hash in the store. */
export class Sessions {
  readonly #control: ControlStore;
  /** Sessions of keys by token hash, apart from those of people. */
  readonly #ofKeys: DocumentRepository;
  readonly #entries = new Map<string, { caller: Caller | undefined; readAt: number }>();

  constructor(control: ControlStore) {
    this.#control = control;
    this.#ofKeys = control.documents('key-sessions');
  }

  /** Opens a session and returns the cookie's value. */
  async open(owner: SessionOwner, now = Date.now()): Promise<string> {
    const token = newSessionToken();
    const tokenHash = secretHash(token);
    const expiresAt = now + sessionMs;
    if ('userId' in owner) {
      await this.#control.sessions.insert({ tokenHash, userId: owner.userId, createdAt: now, expiresAt });
    } else {
      await this.#ofKeys.put(tokenHash, { keyId: owner.keyId, expiresAt }, now, 0);
    }
    return token;
  }

  /** The caller of a cookie's value; undefined when the session ended or its owner may no longer sign in. */
  async find(token: string, now = Date.now()): Promise<Caller | undefined> {
    if (!/^[\w-]{43}$/.test(token)) return undefined;
    const hash = secretHash(token);
    const known = this.#entries.get(hash);
    if (known !== undefined && now - known.readAt <= freshMs) return known.caller;
    const caller = (await this.#person(hash, now)) ?? (await this.#key(hash, now));
    this.#entries.delete(hash);
    if (this.#entries.size >= mostEntries) this.#entries.delete(this.#entries.keys().next().value!);
    this.#entries.set(hash, { caller, readAt: now });
    return caller;
  }

  async close(token: string): Promise<void> {
    const hash = secretHash(token);
    this.#entries.delete(hash);
    await this.#control.sessions.remove(hash);
    await this.#ofKeys.remove(hash);
  }

  /** Ends every session of a person or key. */
  async closeAll(owner: SessionOwner): Promise<void> {
    this.#entries.clear();
    if ('userId' in owner) await this.#control.sessions.removeOfUser(owner.userId);
    else await this.#removeOfKeys((body) => body.keyId === owner.keyId);
  }

  /** Forgets what is remembered, after a person changed. */
  clear(): void {
    this.#entries.clear();
  }

  async removeExpired(now = Date.now()): Promise<void> {
    await this.#control.sessions.removeExpired(now);
    await this.#removeOfKeys((body) => Number(body.expiresAt) <= now);
  }

  async #person(hash: string, now: number): Promise<Caller | undefined> {
    const session = await this.#control.sessions.find(hash, now);
    if (session === undefined) return undefined;
    const user = await this.#control.users.get(session.userId);
    return user === undefined || user.disabledAt !== null ? undefined : personCaller(user);
  }

  async #key(hash: string, now: number): Promise<Caller | undefined> {
    const session = await this.#ofKeys.get(hash);
    if (session === undefined || Number(session.body.expiresAt) <= now) return undefined;
    const keys = await this.#control.keys.list();
    const key = keys.find(({ id, revokedAt }) => id === session.body.keyId && revokedAt === null);
    return key && keyCaller(key);
  }

  async #removeOfKeys(which: (body: Record<string, unknown>) => boolean): Promise<void> {
    for (const { name, body } of await this.#ofKeys.list()) if (which(body)) await this.#ofKeys.remove(name);
  }
}
