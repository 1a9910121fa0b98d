import type { ControlStore } from '../../stores/control/control-store.ts';
import { type Caller, keyCaller, personCaller } from './access.ts';
import { newSessionToken, secretHash } from './secrets.ts';

export const sessionCookie = 'personalize_session';
export const sessionMs = 14 * 86_400_000;
const freshMs = 5_000;
const mostEntries = 10_000;
/** A session opened with a key belongs to this name and the key's id instead of a person. */
const keyOwner = 'key:';

/** Sign-in sessions: an opaque random token in a cookie, its hash in the store. */
export class Sessions {
  readonly #control: Pick<ControlStore, 'sessions' | 'users' | 'keys'>;
  readonly #entries = new Map<string, { caller: Caller | undefined; readAt: number }>();

  constructor(control: Pick<ControlStore, 'sessions' | 'users' | 'keys'>) {
    this.#control = control;
  }

  /** Opens a session and returns the cookie's value. */
  async open(owner: { userId: string } | { keyId: string }, now = Date.now()): Promise<string> {
    const token = newSessionToken();
    await this.#control.sessions.insert({
      tokenHash: secretHash(token),
      userId: 'userId' in owner ? owner.userId : keyOwner + owner.keyId,
      createdAt: now,
      expiresAt: now + sessionMs,
    });
    return token;
  }

  /** The caller of a cookie's value; undefined when the session ended or its owner may no longer sign in. */
  async find(token: string, now = Date.now()): Promise<Caller | undefined> {
    if (!/^[\w-]{43}$/.test(token)) return undefined;
    const hash = secretHash(token);
    const known = this.#entries.get(hash);
    if (known !== undefined && now - known.readAt <= freshMs) return known.caller;
    const caller = await this.#read(hash, now);
    this.#entries.delete(hash);
    if (this.#entries.size >= mostEntries) this.#entries.delete(this.#entries.keys().next().value!);
    this.#entries.set(hash, { caller, readAt: now });
    return caller;
  }

  async close(token: string): Promise<void> {
    const hash = secretHash(token);
    this.#entries.delete(hash);
    await this.#control.sessions.remove(hash);
  }

  /** Ends every session of a person or key. */
  async closeAll(owner: { userId: string } | { keyId: string }): Promise<void> {
    this.#entries.clear();
    await this.#control.sessions.removeOfUser('userId' in owner ? owner.userId : keyOwner + owner.keyId);
  }

  /** Forgets what is remembered, after a person changed. */
  clear(): void {
    this.#entries.clear();
  }

  removeExpired(now = Date.now()): Promise<number> {
    return this.#control.sessions.removeExpired(now);
  }

  async #read(hash: string, now: number): Promise<Caller | undefined> {
    const session = await this.#control.sessions.find(hash, now);
    if (session === undefined) return undefined;
    if (session.userId.startsWith(keyOwner)) {
      const keys = await this.#control.keys.list();
      const key = keys.find((k) => k.id === session.userId.slice(keyOwner.length) && k.revokedAt === null);
      return key && keyCaller(key);
    }
    const user = await this.#control.users.get(session.userId);
    return user === undefined || user.disabledAt !== null ? undefined : personCaller(user);
  }
}
