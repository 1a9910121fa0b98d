import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { type App, createApp } from '../../app.ts';
import { readConfig } from '../../config.ts';
import type { FieldError } from '../../errors.ts';
import type { KeyScope, Role } from '../../stores/control/control-store.ts';
import type { Origin } from '../../stores/journal/record.ts';

export const adminKey = 'test-admin-key-0001';

export interface CallOptions {
  /** Bearer key; null sends none. Default: the admin's. */
  key?: string | null;
  cookie?: string;
  headers?: Record<string, string>;
  /** Sent as it is. */
  raw?: string | Buffer;
}

export interface Answer<T> {
  status: number;
  headers: Headers;
  body: T;
}

export interface ProblemBody {
  status: number;
  code: string;
  detail: string;
  errors?: FieldError[];
}

/** The real application on a free port over a temporary data folder. */
export class TestApp {
  readonly folder: string;
  readonly #env: Record<string, string>;
  readonly #seed: number | undefined;
  app!: App;

  private constructor(folder: string, env: Record<string, string>, seed?: number) {
    this.folder = folder;
    this.#env = env;
    this.#seed = seed;
  }

  /** @param seed of what policies draw, where a test judges by statistics; a new one without */
  static async start(env: Record<string, string> = {}, seed?: number): Promise<TestApp> {
    const made = new TestApp(await mkdtemp(join(tmpdir(), 'personalize-')), env, seed);
    await made.#open();
    return made;
  }

  get url(): string {
    return this.app.address;
  }

  /** @param drainMs how long requests that still run may hold up the stop */
  async restart(drainMs?: number): Promise<void> {
    await this.app.stop(drainMs);
    await this.#open();
  }

  async close(): Promise<void> {
    await this.app.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  async call<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    options: CallOptions = {},
  ): Promise<Answer<T>> {
    const { key = adminKey, cookie, raw } = options;
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...(cookie === undefined ? {} : { cookie }),
        ...(body === undefined && raw === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      body:
        raw === undefined
          ? body === undefined
            ? undefined
            : JSON.stringify(body)
          : new Uint8Array(Buffer.from(raw)),
      redirect: 'manual',
    });
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('json') && text !== '';
    return {
      status: response.status,
      headers: response.headers,
      body: (json ? JSON.parse(text) : text) as T,
    };
  }

  /** Makes a key and returns its secret. */
  async key(scopes: KeyScope[], more: { rateLimit?: number; origin?: Origin } = {}): Promise<string> {
    const { body } = await this.call<{ secret: string }>('POST', '/v1/keys', {
      name: 'test',
      scopes,
      ...more,
    });
    return body.secret;
  }

  /** Adds a person, signs them in and returns the cookie. */
  async person(role: Role, email = `${role}@example.com`): Promise<string> {
    const password = 'correct horse battery staple';
    await this.call('POST', '/v1/users', { email, name: role, password, role });
    const { headers } = await this.call('POST', '/v1/session', { email, password }, { key: null });
    return cookieOf(headers);
  }

  /**
   * Resolves when all that was answered is durable and in the warehouse. Decisions and exposures are appended
   * after their answer: they may not be in the journal yet.
   */
  async settle(): Promise<void> {
    const { journal, warehouseWriter } = this.app.services;
    while (journal.pending > 0) await sleep(2);
    await warehouseWriter.drain();
  }

  send(events: unknown[], options?: CallOptions): Promise<Answer<EventsAnswer>> {
    return this.call('POST', '/v1/events', { events }, options);
  }

  async #open(): Promise<void> {
    const config = readConfig({ PORT: '0', DATA_DIR: this.folder, ADMIN_KEY: adminKey, ...this.#env });
    this.app = await createApp(config, {
      logger: pino({ level: 'silent' }),
      onFatal: (error) => {
        throw error;
      },
      seed: this.#seed,
    });
    await this.app.start();
  }
}

export interface EventsAnswer {
  accepted: number;
  duplicates: number;
  rejected: { index: number; code: string; path: string; detail: string }[];
}

export function cookieOf(headers: Headers): string {
  return headers.getSetCookie()[0].split(';', 1)[0];
}
