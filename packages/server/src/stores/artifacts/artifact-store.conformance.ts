import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ArtifactStore } from './artifact-store.ts';

/** What an adapter's test provides: stores over one storage. */
export interface ArtifactStoreFixture {
  /** Opens (again) the same store; at the first call it is empty. */
  open(): Promise<ArtifactStore>;
  dispose(): Promise<void>;
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** The promises of {@link ArtifactStore}, for any adapter: call it inside the adapter's test file. */
export function artifactStoreConformance(name: string, fixture: () => Promise<ArtifactStoreFixture>): void {
  describe(`${name} keeps the promises of an artifact store`, () => {
    let storage: ArtifactStoreFixture;
    let store: ArtifactStore;
    beforeEach(async () => {
      storage = await fixture();
      store = await storage.open();
    });
    afterEach(() => storage.dispose());

    it('returns the bytes it was given, and their SHA-256', async () => {
      const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 31) % 256);
      const sha256 = await store.put('models/ranker/1.bin', bytes);
      expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
      store = await storage.open();
      expect(Buffer.from(await store.get('models/ranker/1.bin', sha256)).equals(bytes)).toBe(true);
      await store.put('empty', new Uint8Array());
      expect((await store.get('empty')).length).toBe(0);
    });

    it('replaces what was there', async () => {
      await store.put('a', bytesOf('a longer first text'));
      await store.put('a', bytesOf('second'));
      expect(Buffer.from(await store.get('a')).toString()).toBe('second');
      expect(await store.list('')).toMatchObject([{ name: 'a', size: 6 }]);
    });

    it('shows a reader whole versions only', async () => {
      const version = (n: number) => new Uint8Array(200_000).fill(n);
      await store.put('a', version(0));
      let writing = true;
      const writes = (async () => {
        for (let n = 1; n < 20; n++) await store.put('a', version(n));
        writing = false;
      })();
      while (writing) {
        const bytes = await store.get('a');
        expect(bytes.length).toBe(200_000);
        expect(bytes[199_999]).toBe(bytes[0]);
      }
      await writes;
    });

    it('tells what is missing from what is damaged', async () => {
      await expect(store.get('models/none')).rejects.toMatchObject({ code: 'not_found' });
      await store.put('a', bytesOf('text'));
      await expect(store.get('a/b')).rejects.toMatchObject({ code: 'not_found' });
      await expect(store.get('a', '00'.repeat(32))).rejects.toMatchObject({ code: 'storage_failed' });
    });

    it('lists by the beginning of the name, in order, and removes', async () => {
      const before = Date.now() - 5000;
      for (const one of ['b', 'a/2', 'a/1', 'ab']) await store.put(one, bytesOf(one));
      const names = async (prefix: string) => (await store.list(prefix)).map((one) => one.name);
      expect(await names('')).toEqual(['a/1', 'a/2', 'ab', 'b']);
      expect(await names('a')).toEqual(['a/1', 'a/2', 'ab']);
      expect(await names('a/')).toEqual(['a/1', 'a/2']);
      expect(await names('none/')).toEqual([]);
      expect((await store.list('b'))[0].modifiedAt).toBeGreaterThan(before);
      expect(await store.remove('a/1')).toBe(true);
      expect(await store.remove('a/1')).toBe(false);
      expect(await names('a/')).toEqual(['a/2']);
    });

    it.each([
      '',
      '.',
      '..',
      '../a',
      'a/../b',
      'a//b',
      '/a',
      'a/',
      'a\\b',
      'a\u0000b',
      'a b',
      'é',
      '.hidden',
      'a/.tmp-x',
      'x'.repeat(201),
      `${'abcdefgh/'.repeat(60)}a`,
    ])('refuses the name %j', async (bad) => {
      await expect(store.put(bad, bytesOf('x'))).rejects.toMatchObject({ code: 'invalid_request' });
      await expect(store.get(bad)).rejects.toMatchObject({ code: 'invalid_request' });
      await expect(store.remove(bad)).rejects.toMatchObject({ code: 'invalid_request' });
    });

    it('refuses prefixes that no name begins with', async () => {
      for (const prefix of ['..', '/', '../x', 'a b']) {
        await expect(store.list(prefix)).rejects.toMatchObject({ code: 'invalid_request' });
      }
    });
  });
}
