import type { ApiKey, ControlStore } from '../../stores/control/control-store.ts';
import { type Caller, keyCaller } from './access.ts';
import { secretHash } from './secrets.ts';

const freshMs = 10_000;
const unknownFreshMs = 2_000;
const mostEntries = 10_000;
const markUsedEveryMs = 60_000;

interface Entry {
  caller: Caller | undefined;
  readAt: number;
  usedAt: number;
}

/**
 * Callers by bearer key. Looks a key up by its hash and remembers the answer for seconds, so that a request
 * seldom waits for the store; a revocation in this process counts at once.
 */
export class KeyDirectory {
  readonly #keys: ControlStore['keys'];
  readonly #entries = new Map<string, Entry>();

  constructor(keys: ControlStore['keys']) {
    this.#keys = keys;
  }

  /** The caller of a key; undefined when there is no such live key. */
  async find(secret: string, now = Date.now()): Promise<Caller | undefined> {
    if (secret.length < 8 || secret.length > 256) return undefined;
    const hash = secretHash(secret);
    let entry = this.#entries.get(hash);
    const freshFor = entry?.caller === undefined ? unknownFreshMs : freshMs;
    if (entry === undefined || now - entry.readAt > freshFor) {
      const key = await this.#keys.findByHash(hash);
      entry = { caller: key && keyCaller(key), readAt: now, usedAt: entry?.usedAt ?? key?.lastUsedAt ?? 0 };
      this.#entries.delete(hash);
      if (this.#entries.size >= mostEntries) this.#entries.delete(this.#entries.keys().next().value!);
      this.#entries.set(hash, entry);
    }
    if (entry.caller?.kind === 'key' && now - entry.usedAt > markUsedEveryMs) {
      entry.usedAt = now;
      // Only a note for people: a failure to write it must not fail the request.
      this.#keys.markUsed(entry.caller.key.id, now).catch(() => undefined);
    }
    return entry.caller;
  }

  /** Forgets what is remembered, after keys were made or revoked. */
  clear(): void {
    this.#entries.clear();
  }

  list(): Promise<ApiKey[]> {
    return this.#keys.list();
  }
}
