import { hash, randomBytes } from 'node:crypto';

/** SHA-256 in hex: what is stored of keys and session tokens, which are random and need no slow hash. */
export function secretHash(secret: string): string {
  return hash('sha256', secret, 'hex');
}

/** A new key: 192 random bits behind a prefix that people and secret scanners recognise. */
export function newKeySecret(): string {
  return `pk_${randomBytes(24).toString('base64url')}`;
}

/** The characters of a key that are kept in clear for people to recognise it. */
export function keyPrefix(secret: string): string {
  return secret.slice(0, secret.startsWith('pk_') ? 9 : 4);
}

export function newSessionToken(): string {
  return randomBytes(32).toString('base64url');
}
