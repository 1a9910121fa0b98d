import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../errors.ts';
import { type Access, actorOf, type Caller, decide, nobody, requireAccess } from './access.ts';
import type { KeyDirectory } from './key-directory.ts';
import type { RateDecision, RateLimiter } from './rate-limiter.ts';
import { type Sessions, sessionCookie } from './sessions.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
  }
  interface FastifyRequest {
    caller: Caller;
  }
  interface FastifyInstance {
    mayStillRead: MayStillRead;
  }
}

/** Whether who opened a stream may have more of it: meanwhile keys are revoked and people leave. */
export type MayStillRead = (request: FastifyRequest) => Promise<boolean>;

export interface AuthenticateOptions {
  keys: KeyDirectory;
  sessions: Sessions;
  limiter: RateLimiter;
  /** Requests a minute of a key or session that sets no limit of its own. */
  defaultRateLimit: number;
  /** Requests a minute of one address with keys that do not exist. */
  failureRateLimit: number;
}

/**
 * The hook that stands before every route: finds the caller by bearer key, Basic user name or session cookie,
 * refuses cross-site use of the cookie, asks the route's access rule, and counts against the caller's limit.
 */
export function createAuthenticate(options: AuthenticateOptions) {
  const { keys, sessions, limiter, defaultRateLimit, failureRateLimit } = options;
  return async function authenticate(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const access = request.routeOptions.config.access;
    // No rule means no route: the 404 and 405 answers are for everyone.
    if (access === undefined || access.kind === 'public') return;
    const secret = bearerSecret(request.headers.authorization);
    const token = secret === undefined ? request.cookies[sessionCookie] : undefined;
    let caller: Caller | undefined;
    if (secret !== undefined) caller = await keys.find(secret);
    else if (token !== undefined) {
      refuseCrossSite(request);
      caller = await sessions.find(token);
    }
    request.caller = caller ?? nobody;
    if (caller === undefined) {
      if (secret !== undefined || token !== undefined) {
        const decision = limiter.take(`failure:${request.ip}`, failureRateLimit);
        if (!decision.allowed) throw refuseRate(reply, decision);
      }
      reply.header('www-authenticate', 'Bearer realm="api"');
      const detail =
        secret !== undefined
          ? 'the key is not known, or was revoked'
          : 'send a key as "Authorization: Bearer KEY", or sign in';
      throw new AppError('unauthorized', detail);
    }
    const decision = limiter.take(actorOf(caller), limitOf(caller, defaultRateLimit));
    if (!decision.allowed) throw refuseRate(reply, decision);
    writeRateHeaders(reply, decision);
    requireAccess(access, caller);
  };
}

/** @throws what the store does, when it cannot tell */
export function createMayStillRead({
  keys,
  sessions,
}: Pick<AuthenticateOptions, 'keys' | 'sessions'>): MayStillRead {
  return async ({ headers, cookies, routeOptions }) => {
    const secret = bearerSecret(headers.authorization);
    const token = cookies[sessionCookie];
    const caller = secret !== undefined ? await keys.find(secret) : token && (await sessions.find(token));
    const { access } = routeOptions.config;
    return caller ? access !== undefined && decide(access, caller) === 'allowed' : false;
  };
}

/** The key in an Authorization header: a bearer token, or the user name of Basic. */
export function bearerSecret(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const space = header.indexOf(' ');
  const scheme = header.slice(0, space === -1 ? header.length : space).toLowerCase();
  const rest = space === -1 ? '' : header.slice(space + 1).trim();
  if (scheme === 'basic') return Buffer.from(rest, 'base64').toString('latin1').split(':', 1)[0];
  return scheme === 'bearer' ? rest : '';
}

/**
 * Cross-site request forgery: a cookie travels with requests that other sites make, so an unsafe method with
 * it must come from our own pages. Browsers say so in Sec-Fetch-Site, older ones in Origin.
 */
function refuseCrossSite(request: FastifyRequest): void {
  if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS') return;
  const site = request.headers['sec-fetch-site'];
  if (site === 'same-origin' || site === 'none') return;
  const { origin, host } = request.headers;
  if (site === undefined && (origin === undefined || sameHost(origin, host))) return;
  throw new AppError('forbidden', 'a request with the session cookie must come from the dashboard itself');
}

function sameHost(origin: string, host: string | undefined): boolean {
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}

function limitOf(caller: Caller, fallback: number): number {
  return caller.kind === 'key' ? (caller.key.rateLimit ?? fallback) : fallback;
}

/** Headers of the IETF's RateLimit draft (draft-ietf-httpapi-ratelimit-headers), in the form most clients read. */
export function writeRateHeaders(reply: FastifyReply, decision: RateDecision): void {
  reply.header('ratelimit-limit', String(decision.limit));
  reply.header('ratelimit-remaining', String(decision.remaining));
  reply.header('ratelimit-reset', String(decision.resetSeconds));
}

export function refuseRate(reply: FastifyReply, decision: RateDecision): AppError {
  writeRateHeaders(reply, decision);
  return new AppError(
    'rate_limited',
    `more than ${decision.limit} requests a minute; try again in ${decision.resetSeconds} s`,
    { retryAfter: decision.resetSeconds },
  );
}
