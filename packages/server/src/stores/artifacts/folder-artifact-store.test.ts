import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { artifactStoreConformance } from './artifact-store.conformance.ts';
import { openArtifactStore } from './folder-artifact-store.ts';

artifactStoreConformance('the folder', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'artifacts-'));
  return { open: () => openArtifactStore(dir), dispose: () => rm(dir, { recursive: true }) };
});

describe('the folder of artifacts', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'artifacts-'));
  });
  afterEach(() => rm(dir, { recursive: true }));

  it('leaves nothing of writes cut short or failed', async () => {
    await writeFile(join(dir, '.tmp-cut-short'), 'half');
    const store = await openArtifactStore(dir);
    expect(await readdir(dir)).toEqual([]);
    await store.put('a', new Uint8Array(3));
    await expect(store.put('a/b', new Uint8Array(3))).rejects.toMatchObject({ code: 'storage_failed' });
    expect(await readdir(dir)).toEqual(['a']);
  });
});
