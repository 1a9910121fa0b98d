import { randomUUID } from 'node:crypto';
import { AppError } from '../../errors.ts';
import type { ControlStore } from '../../stores/control/control-store.ts';
import { keyPrefix, newKeySecret, secretHash } from './secrets.ts';

/**
 * Makes sure that someone can get in: the key that the environment sets, or else, when no live admin key exists,
 * a new one. Returns the new key's secret, which is shown once and never again; undefined when none was made.
 */
export async function ensureAdminKey(
  keys: ControlStore['keys'],
  configured: string | undefined,
  now = Date.now(),
): Promise<string | undefined> {
  if (configured !== undefined) {
    if ((await keys.findByHash(secretHash(configured))) === undefined) {
      await insertAdminKey(keys, configured, 'ADMIN_KEY', now).catch((error: unknown) => {
        throw new AppError('conflict', 'the key in ADMIN_KEY was revoked earlier; choose another', {
          cause: error,
        });
      });
    }
    return undefined;
  }
  const live = (await keys.list()).some((key) => key.revokedAt === null && key.scopes.includes('admin'));
  if (live) return undefined;
  const secret = newKeySecret();
  await insertAdminKey(keys, secret, 'First admin key', now);
  return secret;
}

function insertAdminKey(
  keys: ControlStore['keys'],
  secret: string,
  name: string,
  now: number,
): Promise<void> {
  return keys.insert(
    {
      id: randomUUID(),
      name,
      prefix: keyPrefix(secret),
      scopes: ['admin'],
      rateLimit: null,
      origin: 'live',
      createdAt: now,
      lastUsedAt: null,
      revokedAt: null,
    },
    secretHash(secret),
  );
}
