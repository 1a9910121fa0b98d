import { createHmac, timingSafeEqual } from 'node:crypto';
import { AppError } from '../errors.ts';

const secretPattern = /^whsec_([A-Za-z0-9+/]{32,88}={0,2})$/;

/** The bytes of a secret written `whsec_` + base64, 24 to 64 of them. @throws AppError `invalid_request` */
export function readSecret(secret: string): Buffer {
  const [, encoded] = secretPattern.exec(secret) ?? [];
  const key = Buffer.from(encoded ?? '', 'base64');
  if (key.length < 24 || key.length > 64) {
    throw new AppError('invalid_request', 'a webhook secret is "whsec_" and 24 to 64 bytes in base64');
  }
  return key;
}

/**
 * Headers that let a receiver check that a message is ours, whole and fresh: HMAC-SHA256 over
 * `id.timestamp.body`, as Standard Webhooks (https://www.standardwebhooks.com) has it.
 * @param at epoch ms
 */
export function signatureHeaders(secret: string, id: string, at: number, body: string) {
  const timestamp = String(Math.floor(at / 1000));
  const sum = createHmac('sha256', readSecret(secret)).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${sum}` };
}

/** What a receiver does: whether the headers belong to the body. The time is for the caller to judge. */
export function verifySignature(
  secret: string,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  body: string,
): boolean {
  const id = String(headers['webhook-id']);
  const at = Number(headers['webhook-timestamp']) * 1000;
  const expected = Buffer.from(signatureHeaders(secret, id, at, body)['webhook-signature']);
  return String(headers['webhook-signature'])
    .split(' ')
    .map((given) => Buffer.from(given))
    .some((given) => given.length === expected.length && timingSafeEqual(given, expected));
}
