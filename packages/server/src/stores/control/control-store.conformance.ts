import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Item } from '../journal/record.ts';
import type { ApiKey, ControlStore, Job, Page, User } from './control-store.ts';

/** What an adapter's test provides: stores over one storage that survives `close`. */
export interface ControlStoreFixture {
  /** Opens (again) the same store; at the first call it is empty. */
  open(): Promise<ControlStore>;
  dispose(): Promise<void>;
}

function item(itemId: string, more: Partial<Item> = {}): Item {
  return { itemId, title: `Title of ${itemId}`, category: 'garden', ...more };
}

function apiKey(id: string, more: Partial<ApiKey> = {}): ApiKey {
  return {
    id,
    name: `Key ${id}`,
    prefix: 'pk_12345',
    scopes: ['events:write', 'analytics:read'],
    rateLimit: null,
    origin: 'live',
    createdAt: 1_700_000_000_000,
    lastUsedAt: null,
    revokedAt: null,
    ...more,
  };
}

function user(id: string, email: string): User {
  return {
    id,
    email,
    name: 'Ana',
    role: 'analyst',
    locale: 'pt-BR',
    createdAt: 1_700_000_000_000,
    timeZone: null,
    disabledAt: null,
  };
}

function job(id: string, createdAt: number, more: Partial<Job> = {}): Job {
  return {
    id,
    kind: 'export',
    state: 'queued',
    progress: 0,
    message: '',
    told: null,
    input: { format: 'csv' },
    result: null,
    error: null,
    errors: null,
    createdAt,
    startedAt: null,
    finishedAt: null,
    ...more,
  };
}

async function pages<T>(fetch: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[][]> {
  const all: T[][] = [];
  let cursor: string | undefined;
  do {
    const page = await fetch(cursor);
    all.push(page.data);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return all;
}

/** The promises of {@link ControlStore}, for any adapter: call it inside the adapter's test file. */
export function controlStoreConformance(name: string, fixture: () => Promise<ControlStoreFixture>): void {
  describe(`${name} keeps the promises of a control store`, () => {
    let storage: ControlStoreFixture;
    let store: ControlStore;
    beforeEach(async () => {
      storage = await fixture();
      store = await storage.open();
    });
    afterEach(async () => {
      await store.close();
      await storage.dispose();
    });
    const reopen = async () => {
      await store.close();
      store = await storage.open();
    };

    describe('items', () => {
      const ids = (items: Item[]) => items.map((one) => one.itemId);

      it('returns an item exactly as it was given, also after opening again', async () => {
        const whole = item('a\u0000"%_\\😀', {
          title: "O'Brien; DROP TABLE items; --",
          categories: ['x', 'y'],
          tags: [],
          price: 0.1,
          currency: 'BRL',
          attributes: { brand: 'Bloom', organic: true, size: 3 },
          url: 'https://shop.example/a',
          availableFrom: 1,
          availableUntil: 9_007_199_254_740_991,
          hidden: false,
        });
        await store.items.apply({ upserts: [whole], removals: [] }, 7);
        await reopen();
        expect(await store.items.get(whole.itemId)).toEqual(whole);
        expect(await store.items.get('nothing')).toBeUndefined();
        expect(await store.items.appliedOffset()).toBe(7);
      });

      it('tells items that can be recommended at a time from those that cannot yet, or no longer', async () => {
        const upserts = [
          item('always'),
          item('from', { availableFrom: 10 }),
          item('until', { availableUntil: 20 }),
          item('between', { availableFrom: 10, availableUntil: 20 }),
        ];
        await store.items.apply({ upserts, removals: [] }, 1);
        const found = async (kind: 'now' | 'later' | 'past', at: number, search?: string) =>
          ids((await store.items.list({ availability: { kind, at }, limit: 10, search })).data).sort();
        expect(await found('now', 9)).toEqual(['always', 'until']);
        expect(await found('now', 10)).toEqual(['always', 'between', 'from', 'until']);
        expect(await found('later', 9)).toEqual(['between', 'from']);
        expect(await found('past', 19)).toEqual([]);
        expect(await found('past', 20)).toEqual(['between', 'until']);
        expect(await found('past', 20, 'unt')).toEqual(['until']);
        await store.items.apply({ upserts: [item('until')], removals: [] }, 2);
        expect(await found('past', 20)).toEqual(['between']);
      });

      it('applies changes and the offset together, or neither', async () => {
        expect(await store.items.appliedOffset()).toBe(0);
        await store.items.apply({ upserts: [item('a'), item('b')], removals: [] }, 5);
        const broken = { ...item('c'), title: undefined } as unknown as Item;
        await expect(
          store.items.apply({ upserts: [item('d'), broken], removals: ['a'] }, 9),
        ).rejects.toThrow();
        expect(await store.items.appliedOffset()).toBe(5);
        expect(await store.items.count()).toBe(2);
        expect(await store.items.get('a')).toBeDefined();
      });

      it('replays without effect; of several versions the last counts; removals come last', async () => {
        const changes = {
          upserts: [item('a', { price: 1 }), item('b'), item('a', { price: 2 }), item('c')],
          removals: ['c', 'never there'],
        };
        await store.items.apply(changes, 4);
        await store.items.apply(changes, 4);
        expect(await store.items.count()).toBe(2);
        expect((await store.items.get('a'))?.price).toBe(2);
        expect(await store.items.get('c')).toBeUndefined();
      });

      it('takes a whole catalog at once, and gives it back in order of ids', async () => {
        const upserts = Array.from({ length: 3217 }, (_, i) =>
          item(`item-${String((i * 7) % 3217).padStart(5, '0')}`),
        );
        await store.items.apply({ upserts, removals: [] }, 1);
        await store.items.apply({ upserts: [], removals: ids(upserts.slice(0, 700)) }, 2);
        const all: Item[] = [];
        for await (const batch of store.items.all()) {
          expect(batch.length).toBeLessThanOrEqual(1000);
          all.push(...batch);
        }
        expect(ids(all)).toEqual(ids(upserts.slice(700)).sort());
        expect(await store.items.count()).toBe(3217 - 700);
      });

      it('finds by title and id, whatever case and accents, best matches first', async () => {
        await store.items.apply(
          {
            upserts: [
              item('1', { title: 'Sementes de Açaí' }),
              item('2', { title: 'AÇAÍ em pó' }),
              item('3', { title: 'Fertilizer 100%' }),
              item('4', { title: 'Fertilizer 100x' }),
              item('acai-9', { title: 'Zebra plant' }),
            ],
            removals: [],
          },
          1,
        );
        const find = async (search: string) => ids((await store.items.list({ search, limit: 10 })).data);
        expect(await find('acai')).toEqual(['2', 'acai-9', '1']);
        expect(await find('AÇAÍ')).toEqual(['2', 'acai-9', '1']);
        expect(await find('100%')).toEqual(['3']);
        expect(await find('100_')).toEqual([]);
        expect(await find('\\')).toEqual([]);
        expect(await find("' OR 1=1 --")).toEqual([]);
        expect(await find('  ')).toHaveLength(5);
      });

      it('pages through a filtered search without repeating or missing, while items come and go', async () => {
        const upserts = Array.from({ length: 60 }, (_, i) =>
          item(`i${i}`, {
            title: `${i % 2 ? 'rose' : 'wild rose'} ${i % 5}`,
            category: i % 3 ? 'garden' : 'tools',
          }),
        );
        await store.items.apply({ upserts, removals: [] }, 1);
        for (const search of [undefined, 'rose']) {
          let page = 0;
          const found = await pages((cursor) => {
            page++;
            const change = {
              upserts: [item(`new${page}`, { title: `a rose ${page}` })],
              removals: [`new${page - 1}`],
            };
            return store.items
              .apply(change, page)
              .then(() => store.items.list({ search, category: 'garden', limit: 7, cursor }));
          });
          const seen = ids(found.flat()).filter((id) => !id.startsWith('new'));
          expect(new Set(seen).size).toBe(seen.length);
          expect(seen).toHaveLength(40);
        }
      });

      it('refuses limits and cursors that are none', async () => {
        for (const limit of [0, 1001, 1.5, Number.NaN]) {
          await expect(store.items.list({ limit })).rejects.toThrow(
            /limit must be a whole number from 1 to 1000/,
          );
        }
        for (const cursor of ['', 'x', '!!', Buffer.from('[1]').toString('base64url')]) {
          await expect(store.items.list({ limit: 5, cursor })).rejects.toMatchObject({
            code: 'invalid_request',
          });
        }
      });
    });

    it('keeps keys by hash, and forgets revoked ones', async () => {
      const one = apiKey('k1', { rateLimit: 60, origin: 'simulated' });
      await store.keys.insert(one, 'hash-1');
      await store.keys.insert(apiKey('k2', { createdAt: 1_700_000_000_001 }), 'hash-2');
      await expect(store.keys.insert(apiKey('k3'), 'hash-1')).rejects.toMatchObject({ code: 'conflict' });
      expect(await store.keys.findByHash('hash-1')).toEqual(one);
      await store.keys.markUsed('k1', 5);
      expect(await store.keys.revoke('k1', 6)).toBe(true);
      expect(await store.keys.revoke('k1', 7)).toBe(false);
      expect(await store.keys.revoke('none', 7)).toBe(false);
      expect(await store.keys.findByHash('hash-1')).toBeUndefined();
      expect((await store.keys.list()).map((key) => [key.id, key.lastUsedAt, key.revokedAt])).toEqual([
        ['k1', 5, 6],
        ['k2', null, null],
      ]);
    });

    it('keeps users, one for each email whatever its case', async () => {
      const ana = user('u1', 'Ana@Example.com');
      await store.users.insert(ana, 'hash');
      await expect(store.users.insert(user('u2', ' ana@example.COM'), 'x')).rejects.toMatchObject({
        code: 'conflict',
      });
      expect(await store.users.findByEmail('ANA@example.com')).toEqual({ user: ana, passwordHash: 'hash' });
      expect(await store.users.update('u1', { role: 'admin', disabledAt: 9, passwordHash: 'new' })).toBe(
        true,
      );
      expect(await store.users.update('u1', {})).toBe(true);
      expect(await store.users.update('nobody', { name: 'x' })).toBe(false);
      expect(await store.users.get('u1')).toEqual({ ...ana, role: 'admin', disabledAt: 9 });
      expect((await store.users.findByEmail('ana@example.com'))?.passwordHash).toBe('new');
      expect(await store.users.update('u1', { disabledAt: null })).toBe(true);
      expect((await store.users.list()).map((one) => one.disabledAt)).toEqual([null]);
      expect(await store.users.count()).toBe(1);
    });

    it('ends sessions by time, by token and by user', async () => {
      await store.users.insert(user('u1', 'a@example.com'), 'hash');
      for (const [tokenHash, expiresAt] of [
        ['t1', 100],
        ['t2', 200],
        ['t3', 300],
        ['t4', 300],
      ] as const) {
        await store.sessions.insert({ tokenHash, userId: 'u1', createdAt: 0, expiresAt });
      }
      expect(await store.sessions.find('t2', 199)).toEqual({ userId: 'u1', expiresAt: 200 });
      expect(await store.sessions.find('t2', 200)).toBeUndefined();
      expect(await store.sessions.removeExpired(200)).toBe(2);
      await store.sessions.remove('t3');
      expect(await store.sessions.find('t3', 0)).toBeUndefined();
      await store.sessions.removeOfUser('u1');
      expect(await store.sessions.find('t4', 0)).toBeUndefined();
      await expect(
        store.sessions.insert({ tokenHash: 't5', userId: 'nobody', createdAt: 0, expiresAt: 1 }),
      ).rejects.toThrow();
    });

    it('guards documents by version, in collections apart', async () => {
      const { placements } = store;
      expect(await placements.put('home', { limit: 1 }, 10, 0)).toBe(1);
      await expect(placements.put('home', { limit: 2 }, 11, 0)).rejects.toMatchObject({ code: 'conflict' });
      expect(await placements.put('home', { limit: 2 }, 12, 1)).toBe(2);
      await expect(placements.put('home', { limit: 3 }, 13, 1)).rejects.toThrow(/has version 2/);
      await expect(placements.put('none', {}, 13, 4)).rejects.toThrow(/does not exist/);
      expect(await placements.put('home', { limit: 4, text: '\u0000"' }, 14)).toBe(3);
      expect(await placements.put('aside', {}, 15)).toBe(1);
      expect(await placements.get('home')).toEqual({
        name: 'home',
        version: 3,
        body: { limit: 4, text: '\u0000"' },
        updatedAt: 14,
      });
      expect((await placements.list()).map((one) => one.name)).toEqual(['aside', 'home']);
      expect(await store.documents('segments').list()).toEqual([]);
      expect(await store.documents('placements').get('home')).toBeDefined();
      expect(await placements.remove('home')).toBe(true);
      expect(await placements.remove('home')).toBe(false);
    });

    it('lets exactly one of several writers win a document', async () => {
      await store.placements.put('home', {}, 1);
      const writes = await Promise.allSettled(
        Array.from({ length: 8 }, (_, n) => store.placements.put('home', { n }, 2, 1)),
      );
      expect(writes.filter((write) => write.status === 'fulfilled')).toHaveLength(1);
    });

    it('keeps jobs and lists them newest first, in pages', async () => {
      for (let i = 0; i < 25; i++) {
        await store.jobs.insert(
          job(`j${String(i).padStart(2, '0')}`, 1000 + (i >> 2), { kind: i % 2 ? 'erase' : 'export' }),
        );
      }
      expect(
        await store.jobs.update('j03', { state: 'done', progress: 1, result: { rows: 3 }, finishedAt: 9 }),
      ).toBe(true);
      expect(await store.jobs.update('none', { state: 'done' })).toBe(false);
      expect(await store.jobs.get('j03')).toEqual(
        job('j03', 1000, { kind: 'erase', state: 'done', progress: 1, result: { rows: 3 }, finishedAt: 9 }),
      );
      await store.jobs.update('j03', { result: null, input: {} });
      expect(await store.jobs.get('j03')).toMatchObject({ result: null, input: {}, state: 'done' });
      const errors = [{ path: '', message: 'it failed', code: 'interrupted', params: { allowed: ['a'] } }];
      await store.jobs.update('j04', { state: 'failed', error: 'it failed', errors });
      expect(await store.jobs.get('j04')).toMatchObject({ error: 'it failed', errors });
      expect(await store.jobs.notes('j03')).toEqual([]);
      await store.jobs.putNotes('j03', [{ line: 'a' }]);
      await store.jobs.putNotes('j03', [{ line: 'a' }, { line: 'ü' }]);
      expect(await store.jobs.notes('j03')).toEqual([{ line: 'a' }, { line: 'ü' }]);
      const listed = await pages((cursor) => store.jobs.list({ kind: 'erase', limit: 5, cursor }));
      expect(listed.map((page) => page.length)).toEqual([5, 5, 2]);
      const ids = listed.flat().map((one) => one.id);
      expect(ids).toEqual([...ids].sort().reverse());
      expect((await store.jobs.list({ state: 'done', limit: 5 })).data).toHaveLength(1);
    });

    it('keeps the audit trail, newest first', async () => {
      for (let i = 0; i < 9; i++) {
        await store.audit.append({
          id: `a${i}`,
          at: 100 + i,
          actor: 'system',
          action: i % 3 ? 'key.create' : 'customer.erase',
          target: `t${i}`,
          detail: { i },
        });
      }
      const all = await pages((cursor) => store.audit.list({ limit: 4, cursor }));
      expect(all.flat().map((one) => one.id)).toEqual(['a8', 'a7', 'a6', 'a5', 'a4', 'a3', 'a2', 'a1', 'a0']);
      expect(
        (await store.audit.list({ actions: ['customer.erase'], limit: 10 })).data.map((one) => one.detail),
      ).toEqual([{ i: 6 }, { i: 3 }, { i: 0 }]);
    });

    it('keeps settings by name', async () => {
      expect(await store.settings.get('demoStartedAt')).toBeUndefined();
      await store.settings.set('demoStartedAt', '1');
      await store.settings.set('demoStartedAt', '2');
      await reopen();
      expect(await store.settings.get('demoStartedAt')).toBe('2');
    });

    it('reads the last commit while a large change is on its way', async () => {
      await store.items.apply({ upserts: [item('a', { price: 1 })], removals: [] }, 1);
      const upserts = Array.from({ length: 5000 }, (_, i) => item(`i${i}`));
      const applied = store.items.apply({ upserts: [item('a', { price: 2 }), ...upserts], removals: [] }, 2);
      let reads = 0;
      let done = false;
      const finished = applied.then(() => {
        done = true;
      });
      while (!done) {
        const count = await store.items.count();
        expect([1, 5001]).toContain(count);
        reads++;
      }
      await finished;
      expect(reads).toBeGreaterThan(3);
      expect(await store.items.count()).toBe(5001);
    });
  });
}
