import { isIP } from 'node:net';
import { AppError } from './errors.ts';
import { zoneNamed } from './time-zone.ts';

/** Everything the process reads from its environment. No other file reads `process.env`. */
export interface ServerConfig {
  port: number;
  host: string;
  dataDir: string;
  adminKey: string | undefined;
  /** Prefix of every stream, key, database and bucket path when several deployments share engines. */
  namespace: string;
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  /** IANA zone for hour-of-day and weekday features. */
  timeZone: string;
  /** Origins allowed to call the API from a browser; `*` for any. */
  corsOrigins: string[];
  /** Proxies in front whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed: addresses or networks; true for any. */
  trustProxy: boolean | string[];
  /** Newest message ids remembered for deduplication, at most. */
  deduplicationLimit: number;
  /** Records appended but not durable above which ingestion answers 503. */
  maxPendingRecords: number;
  /** Size of the journal's file at most, in bytes; beyond it ingestion answers `storage_full`. Undefined: the disk's. */
  journalMaxBytes: number | undefined;
  /** Requests a minute of a key that sets no limit of its own. */
  defaultRateLimit: number;
  /** Seconds between checkpoints of online state, when something changed. */
  checkpointSeconds: number;
  configFile: string | undefined;
  /** Folder of the dbt project that the pipeline runs; undefined: the one that comes with the product. */
  pipelineDir: string | undefined;
  /** Where people reach this server, without a slash at its end: for links in mails and webhooks. */
  publicUrl: string | undefined;
  /** Mail server, `smtp://name:password@host:587`; undefined: no mail is sent. */
  smtpUrl: string | undefined;
  mailFrom: string;
  /** Networks beyond the public internet that webhooks may reach. */
  webhookNetworks: string[];
}

type Env = Record<string, string | undefined>;

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** Reads and bounds the environment. Throws `invalid_request` naming the variable, its value and its range. */
export function readConfig(env: Env): ServerConfig {
  const logLevel = env.LOG_LEVEL ?? 'info';
  if (!logLevels.includes(logLevel as ServerConfig['logLevel'])) {
    throw bad('LOG_LEVEL', logLevel, `must be one of ${logLevels.join(', ')}`);
  }
  const zone = env.TIME_ZONE ?? 'UTC';
  const timeZone = zoneNamed(zone);
  if (timeZone === undefined) {
    throw bad('TIME_ZONE', zone, 'must be an IANA time zone such as America/Sao_Paulo');
  }
  const namespace = env.NAMESPACE ?? '';
  if (!/^[a-z0-9_]{0,40}$/.test(namespace)) {
    throw bad('NAMESPACE', namespace, 'must be at most 40 lower-case letters, digits and underscores');
  }
  const adminKey = env.ADMIN_KEY || undefined;
  if (adminKey !== undefined && !/^[\x21-\x7e]{16,200}$/.test(adminKey)) {
    throw bad('ADMIN_KEY', '(hidden)', 'must be 16 to 200 printable ASCII characters without spaces');
  }
  for (const name of [
    'JOURNAL_URL',
    'ONLINE_STORE_URL',
    'WAREHOUSE_URL',
    'CONTROL_STORE_URL',
    'ARTIFACTS_URL',
  ]) {
    if (env[name])
      throw bad(
        name,
        env[name],
        'names an engine outside this process, which this version cannot use yet; unset it',
      );
  }
  return {
    port: integer(env, 'PORT', 8000, 0, 65_535),
    host: env.HOST ?? '127.0.0.1',
    dataDir: env.DATA_DIR ?? './data',
    adminKey,
    namespace,
    logLevel: logLevel as ServerConfig['logLevel'],
    timeZone,
    corsOrigins: (env.CORS_ORIGINS ?? '*').split(',').map((s) => s.trim()),
    trustProxy: trustedProxies(env.TRUST_PROXY),
    deduplicationLimit: integer(env, 'DEDUPLICATION_LIMIT', 50_000_000, 1_000, 200_000_000),
    maxPendingRecords: integer(env, 'MAX_PENDING_RECORDS', 200_000, 1_000, 10_000_000),
    journalMaxBytes: env.JOURNAL_MAX_BYTES
      ? integer(env, 'JOURNAL_MAX_BYTES', 0, 1_000_000, Number.MAX_SAFE_INTEGER)
      : undefined,
    defaultRateLimit: integer(env, 'RATE_LIMIT', 60_000, 1, 10_000_000),
    checkpointSeconds: integer(env, 'CHECKPOINT_SECONDS', 60, 1, 3600),
    configFile: env.PERSONALIZE_CONFIG || undefined,
    pipelineDir: env.PIPELINE_DIR || undefined,
    publicUrl: address(env, 'PUBLIC_URL', ['http:', 'https:'])?.replace(/\/+$/, ''),
    smtpUrl: address(env, 'SMTP_URL', ['smtp:', 'smtps:']),
    mailFrom: env.MAIL_FROM || 'Personalize <personalize@localhost>',
    webhookNetworks: networks(env.WEBHOOK_NETWORKS),
  };
}

function trustedProxies(text: string | undefined): boolean | string[] {
  if (text === undefined || text === '' || text === 'false') return false;
  if (text === 'true') return true;
  const proxies = text.split(',').map((entry) => entry.trim());
  if (proxies.every((entry) => /^(loopback|linklocal|uniquelocal|[\da-fA-F.:]+(\/\d{1,3})?)$/.test(entry)))
    return proxies;
  throw bad(
    'TRUST_PROXY',
    text,
    'must be true, or addresses and networks such as 10.0.0.0/8, separated by commas',
  );
}

function networks(text: string | undefined): string[] {
  const list = (text ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  if (list.every(isNetwork)) return list;
  throw bad(
    'WEBHOOK_NETWORKS',
    text,
    'must be addresses and networks such as 10.0.0.0/8, separated by commas',
  );
}

function isNetwork(text: string): boolean {
  const [ip, bits, ...rest] = text.split('/');
  const family = isIP(ip);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

/** A URL of one of the schemes; it may carry a password, so it is not shown when refused. */
function address(env: Env, name: string, schemes: readonly string[]): string | undefined {
  const text = env[name];
  if (!text) return undefined;
  if (URL.canParse(text) && schemes.includes(new URL(text).protocol) && new URL(text).host !== '')
    return text;
  throw bad(
    name,
    '(hidden)',
    `must start with ${schemes.map((scheme) => `${scheme}//`).join(' or ')} and a host`,
  );
}

function integer(env: Env, name: string, fallback: number, min: number, max: number): number {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max) {
    throw bad(name, text, `must be a whole number from ${min} to ${max}`);
  }
  return value;
}

function bad(name: string, value: string | undefined, rule: string): AppError {
  return new AppError('invalid_request', `${name} ${rule}, got ${JSON.stringify(value)}`);
}
