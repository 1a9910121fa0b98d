import { randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keyPrefix, newKeySecret, secretHash } from '../../http/auth/secrets.ts';
import type { ControlStore } from '../../stores/control/control-store.ts';
import { keysFile } from './folder.ts';

/** The demo's keys, kept in its data folder so that every start prints the same ones. */
export interface DemoKeys {
  admin: string;
  shoppers: string;
}

/** Reads the keys, or makes them at the first start; `adminKey` replaces the admin's. The file is readable by its owner only. */
export async function demoKeys(dataDir: string, adminKey: string | undefined): Promise<DemoKeys> {
  const path = join(dataDir, keysFile);
  const text = await readFile(path, 'utf8').catch(() => undefined);
  const saved = text === undefined ? undefined : (JSON.parse(text) as DemoKeys);
  const keys: DemoKeys = {
    admin: adminKey ?? saved?.admin ?? newKeySecret(),
    shoppers: saved?.shoppers ?? newKeySecret(),
  };
  await mkdir(dataDir, { recursive: true });
  await writeFile(path, JSON.stringify(keys), { mode: 0o600 });
  return keys;
}

/** Makes sure that the shoppers' key exists; everything sent with it is marked simulated. */
export async function ensureShopperKey(keys: ControlStore['keys'], secret: string): Promise<void> {
  const hash = secretHash(secret);
  if (await keys.findByHash(hash)) return;
  await keys.insert(
    {
      id: randomUUID(),
      name: 'Simulated shoppers',
      prefix: keyPrefix(secret),
      scopes: ['events:write', 'recommendations:read'],
      rateLimit: 1_000_000,
      origin: 'simulated',
      createdAt: Date.now(),
      lastUsedAt: null,
      revokedAt: null,
    },
    hash,
  );
}
