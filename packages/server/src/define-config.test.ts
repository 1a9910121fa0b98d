import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from './define-config.ts';

const root = join(import.meta.dirname, '../../../personalize.config.ts');

describe('loadConfig', () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'config-'));
  });
  afterAll(() => rm(dir, { recursive: true }));

  async function load(name: string, source: string) {
    const path = join(dir, name);
    await writeFile(path, source);
    return loadConfig(path);
  }

  it('loads the configuration that comes with the project', async () => {
    const { features } = await loadConfig(root);
    expect(features.length).toBeGreaterThanOrEqual(45);
    for (const { name, description } of features) {
      expect(description?.en, name).toBeTruthy();
      expect(description?.['pt-BR'], name).toBeTruthy();
    }
  });

  it('refuses a wrong feature with file, name and reason', async () => {
    const source = `export default { features: [{ name: 'x', kind: 'count', scope: 'item', events: ['a'], window: '2d' }] }`;
    await expect(load('wrong.config.mjs', source)).rejects.toThrow(
      'wrong.config.mjs: feature "x": window must be one of 1h, 1d, 7d, 30d, 90d, got "2d"',
    );
  });

  it('refuses a file without a usable default export, an unknown section, a syntax error, a missing file', async () => {
    await expect(load('a.config.mjs', 'export const x = 1')).rejects.toThrow(
      /a\.config\.mjs must have a default export/,
    );
    await expect(load('b.config.mjs', 'export default { features: [], placement: [] }')).rejects.toThrow(
      /unknown section "placement"; known are features, segments, placements, metrics/,
    );
    await expect(load('c.config.mjs', 'export default {')).rejects.toThrow(/c\.config\.mjs cannot be loaded/);
    await expect(loadConfig(join(dir, 'missing.config.mjs'))).rejects.toThrow(
      /missing\.config\.mjs cannot be loaded/,
    );
  });
});
