import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Static } from 'typebox';
import Type from 'typebox';
import { AppError } from '../../errors.ts';
import type { ControlStore } from '../../stores/control/control-store.ts';
import type { App } from '../app-instance.ts';
import { type Caller, knownAccess, personCaller, publicAccess } from '../auth/access.ts';
import { refuseRate } from '../auth/authenticate.ts';
import type { KeyDirectory } from '../auth/key-directory.ts';
import { hashPassword, verifyPassword } from '../auth/passwords.ts';
import type { RateLimiter } from '../auth/rate-limiter.ts';
import { secretHash } from '../auth/secrets.ts';
import { type Sessions, sessionCookie, sessionMs } from '../auth/sessions.ts';
import { refusals } from '../schemas.ts';
import { Me, Preferences, requireTimeZone, SignInBody } from './schemas.ts';

export interface SessionDependencies {
  users: ControlStore['users'];
  keys: KeyDirectory;
  sessions: Sessions;
  limiter: RateLimiter;
}

const attemptsPerMinute = 10;

/** Signing in to the dashboard, by email and password or with a key, and out again. */
export async function sessionRoutes(app: App, deps: SessionDependencies): Promise<void> {
  app.post(
    '/v1/session',
    {
      config: { access: publicAccess },
      schema: {
        operationId: 'signIn',
        tags: ['Access'],
        summary: 'Sign in; sets the session cookie',
        description: 'By email and password, or with a key (the first admin key, before people exist).',
        body: SignInBody,
        response: { 200: Me, ...refusals(400, 401, 429) },
      },
    },
    async (request, reply) => {
      const { body } = request;
      const names = [`sign-in:${request.ip}`];
      if ('email' in body) names.push(`sign-in:${secretHash(body.email.trim().toLowerCase())}`);
      for (const name of names) {
        const decision = deps.limiter.take(name, attemptsPerMinute);
        if (!decision.allowed) throw refuseRate(reply, decision);
      }
      const { caller, token } = 'email' in body ? await byPassword(deps, body) : await byKey(deps, body.key);
      setSessionCookie(request, reply, token);
      return describe(caller);
    },
  );
  app.delete(
    '/v1/session',
    {
      config: { access: publicAccess },
      schema: {
        operationId: 'signOut',
        tags: ['Access'],
        summary: 'End the session',
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const token = request.cookies[sessionCookie];
      if (token !== undefined) await deps.sessions.close(token);
      return reply.clearCookie(sessionCookie, { path: '/' }).code(204).send(null);
    },
  );
  app.get(
    '/v1/session',
    {
      config: { access: knownAccess },
      schema: {
        operationId: 'session',
        tags: ['Access'],
        summary: 'Who is calling, and what they may do',
        response: { 200: Me, ...refusals(401, 429) },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return describe(request.caller);
    },
  );
  app.patch(
    '/v1/session',
    {
      config: { access: knownAccess },
      schema: {
        operationId: 'changeSession',
        tags: ['Access'],
        summary: 'Change your own name, language, time zone or password',
        body: Preferences,
        response: { 200: Me, ...refusals(400, 401, 403, 429) },
      },
    },
    async (request, reply) => {
      const { caller } = request;
      if (caller.kind !== 'person') {
        throw new AppError('forbidden', 'a key has no settings of its own; sign in with email and password');
      }
      const { password, ...change } = request.body;
      requireTimeZone(change.timeZone);
      const { user } = caller;
      if (password !== undefined) {
        const name = `password:${user.id}`;
        const decision = deps.limiter.take(name, attemptsPerMinute);
        if (!decision.allowed) throw refuseRate(reply, decision);
        const found = await deps.users.findByEmail(user.email);
        if (!(await verifyPassword(password.current, found?.passwordHash))) {
          const message = 'is not your password';
          throw new AppError('invalid_request', `password/current ${message}`, {
            errors: [{ path: '/password/current', message }],
          });
        }
      }
      await deps.users.update(user.id, {
        ...change,
        ...(password === undefined ? {} : { passwordHash: await hashPassword(password.next) }),
      });
      deps.sessions.clear();
      if (password !== undefined) {
        // Whoever knew the old password is signed out, but for the person who changed it.
        await deps.sessions.closeAll({ userId: user.id });
        setSessionCookie(request, reply, await deps.sessions.open({ userId: user.id }));
      }
      const changed = (await deps.users.get(user.id)) ?? user;
      return describe(personCaller(changed));
    },
  );
}

function setSessionCookie(request: FastifyRequest, reply: FastifyReply, token: string): void {
  reply.setCookie(sessionCookie, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: request.protocol === 'https' || request.headers['x-forwarded-proto'] === 'https',
    maxAge: sessionMs / 1000,
  });
}

async function byPassword(
  { users, sessions }: SessionDependencies,
  body: { email: string; password: string },
) {
  const found = await users.findByEmail(body.email.trim().toLowerCase());
  const matches = await verifyPassword(body.password, found?.passwordHash);
  if (!matches || found === undefined || found.user.disabledAt !== null) {
    throw new AppError('unauthorized', 'the email or the password is wrong');
  }
  return { caller: personCaller(found.user), token: await sessions.open({ userId: found.user.id }) };
}

async function byKey({ keys, sessions }: SessionDependencies, secret: string) {
  const caller = await keys.find(secret);
  if (caller?.kind !== 'key') throw new AppError('unauthorized', 'the key is not known, or was revoked');
  return { caller, token: await sessions.open({ keyId: caller.key.id }) };
}

function describe(caller: Caller): Static<typeof Me> {
  if (caller.kind === 'person') {
    const { id, name, email, role, locale, timeZone } = caller.user;
    return { kind: 'person', id, name, email, role, locale, timeZone, scopes: [...caller.scopes] };
  }
  if (caller.kind === 'key') {
    const { id, name } = caller.key;
    const none = { email: null, role: null, locale: null, timeZone: null };
    return { kind: 'key', id, name, ...none, scopes: [...caller.scopes] };
  }
  throw new AppError('unauthorized', 'sign in first');
}
