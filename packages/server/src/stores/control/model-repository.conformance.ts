import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ControlStoreFixture } from './control-store.conformance.ts';
import type { ControlStore } from './control-store.ts';
import type { StoredModelVersion } from './model-repository.ts';

function version(name: string, more: Partial<StoredModelVersion> = {}): Omit<StoredModelVersion, 'version'> {
  return {
    name,
    kind: 'trees',
    state: 'ready',
    createdAt: 1_700_000_000_000,
    createdBy: 'system',
    notes: '',
    tags: ['weekly'],
    body: { sha256: 'ab', features: ['a', 'b'] },
    report: { auc: 0.75 },
    ...more,
  };
}

/** The promises of {@link ModelRepository}, for any adapter: call it inside the adapter's test file. */
export function modelRepositoryConformance(name: string, fixture: () => Promise<ControlStoreFixture>): void {
  describe(`${name} keeps the promises of a model repository`, () => {
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
    const change = (to: number | null, previous: number | null, alias = 'champion') => ({
      ...{ name: 'ranker', alias, version: to, previous, changedAt: 5, changedBy: 'ana' },
      ...{ reason: 'better', detail: { gates: [] } },
    });

    it('numbers versions from 1 per name, also when they come at once', async () => {
      const made = await Promise.all([1, 2, 3].map(() => store.models.insert(version('ranker'))));
      expect(made.sort()).toEqual([1, 2, 3]);
      expect(await store.models.insert(version('other'))).toBe(1);
      await store.close();
      store = await storage.open();
      expect(await store.models.get('ranker', 2)).toEqual({ ...version('ranker'), version: 2 });
      expect((await store.models.all()).map((one) => `${one.name}@${one.version}`)).toEqual([
        'other@1',
        'ranker@1',
        'ranker@2',
        'ranker@3',
      ]);
      expect(await store.models.get('ranker', 4)).toBeUndefined();
    });

    it('changes what is given of a version and nothing else', async () => {
      await store.models.insert(version('ranker'));
      expect(await store.models.update('ranker', 1, { notes: 'good', state: 'removed' })).toBe(true);
      expect(await store.models.get('ranker', 1)).toEqual({
        ...version('ranker', { notes: 'good', state: 'removed' }),
        version: 1,
      });
      expect(await store.models.update('ranker', 2, { notes: 'x' })).toBe(false);
      expect(await store.models.update('ranker', 1, {})).toBe(true);
    });

    it('moves an alias only from where it stands, and keeps every move', async () => {
      await store.models.move(change(1, null));
      await store.models.move(change(2, 1));
      await expect(store.models.move(change(3, 1))).rejects.toMatchObject({ code: 'conflict' });
      expect(await store.models.aliases()).toEqual([
        { name: 'ranker', alias: 'champion', version: 2, changedAt: 5 },
      ]);
      await store.models.move(change(null, 2));
      expect(await store.models.aliases()).toEqual([]);
      const first = await store.models.history('ranker', 'champion', { limit: 2 });
      expect(first.data.map(({ number, version: to }) => [number, to])).toEqual([
        [3, null],
        [2, 2],
      ]);
      const rest = await store.models.history('ranker', 'champion', { limit: 2, cursor: first.nextCursor! });
      expect(rest.data).toEqual([{ ...change(1, null), number: 1 }]);
      expect(rest.nextCursor).toBeNull();
    });

    it('keeps the newest shadow answers', async () => {
      const answer = (n: number) => ({
        ...{ decisionId: `d${n}`, shadow: 'ranker@2', model: 'ranker@1', placement: 'home', decidedAt: n },
        body: { items: ['a'] },
      });
      await store.models.addShadowAnswers([1, 2, 3, 4].map(answer));
      await store.models.addShadowAnswers([answer(4)]);
      expect(await store.models.trimShadowAnswers(2)).toBe(2);
      const { data } = await store.models.shadowAnswers({ shadow: 'ranker@2', limit: 10 });
      expect(data).toEqual([answer(4), answer(3)]);
      expect((await store.models.shadowAnswers({ shadow: 'ranker@9', limit: 10 })).data).toEqual([]);
    });
  });
}
