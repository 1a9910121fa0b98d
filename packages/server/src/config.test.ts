import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

describe('readConfig', () => {
  it('has defaults that run on one machine', () => {
    expect(readConfig({})).toMatchObject({
      port: 8000,
      host: '127.0.0.1',
      dataDir: './data',
      trustProxy: false,
      journalMaxBytes: undefined,
    });
  });

  it.each([
    [{ PORT: '70000' }, 'PORT must be a whole number from 0 to 65535, got "70000"'],
    [{ PORT: '80.5' }, 'PORT must be'],
    [{ ADMIN_KEY: 'short' }, 'ADMIN_KEY must be 16 to 200'],
    [{ TIME_ZONE: 'Mars/Olympus' }, 'TIME_ZONE must be an IANA time zone'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of'],
    [{ NAMESPACE: 'a;b' }, 'NAMESPACE must be'],
    [{ TRUST_PROXY: 'evil.example' }, 'TRUST_PROXY must be'],
    [{ JOURNAL_MAX_BYTES: '7' }, 'JOURNAL_MAX_BYTES must be'],
    [{ JOURNAL_URL: 'nats://x' }, 'JOURNAL_URL'],
    [{ WEBHOOK_NETWORKS: '10.0.0.0/33' }, 'WEBHOOK_NETWORKS must be'],
    [
      { SMTP_URL: 'http://user:hush@mail' },
      'SMTP_URL must start with smtp:// or smtps:// and a host, got "(hidden)"',
    ],
    [{ PUBLIC_URL: 'example.com' }, 'PUBLIC_URL must start with'],
  ])('refuses %j with the reason', (env, message) => {
    expect(() => readConfig(env)).toThrow(message);
  });

  it('never shows the admin key that it refuses', () => {
    expect(() => readConfig({ ADMIN_KEY: 'secret word' })).toThrow(/^(?!.*secret word)/);
  });

  it('reads proxies to believe', () => {
    expect(readConfig({ TRUST_PROXY: 'true' }).trustProxy).toBe(true);
    expect(readConfig({ TRUST_PROXY: '10.0.0.0/8, ::1' }).trustProxy).toEqual(['10.0.0.0/8', '::1']);
  });
});
