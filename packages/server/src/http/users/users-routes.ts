import { randomUUID } from 'node:crypto';
import Type, { type Static } from 'typebox';
import { AppError } from '../../errors.ts';
import type { AuditRepository, User, UserRepository } from '../../stores/control/control-store.ts';
import type { App } from '../app-instance.ts';
import { actorOf, needs } from '../auth/access.ts';
import { hashPassword } from '../auth/passwords.ts';
import type { Sessions } from '../auth/sessions.ts';
import { Id, Nullable, refusals, Time, toTime, toTimeOrNull } from '../schemas.ts';
import { LocaleSchema, RoleSchema, requireTimeZone, TimeZone } from '../session/schemas.ts';

const Person = Type.Object(
  {
    id: Type.String(),
    email: Type.String(),
    name: Type.String(),
    role: RoleSchema,
    locale: LocaleSchema,
    timeZone: Nullable(Type.String({ description: "IANA name; null: the device's own." })),
    createdAt: Time,
    disabledAt: Nullable(Time),
  },
  { title: 'User' },
);
const Password = Type.String({ minLength: 12, maxLength: 1000 });
const Name = Type.String({ minLength: 1, maxLength: 100 });

const NewPerson = Type.Object(
  {
    email: Type.String({ format: 'email', maxLength: 254 }),
    name: Name,
    password: Password,
    role: RoleSchema,
    locale: Type.Optional(LocaleSchema),
    timeZone: Type.Optional(Nullable(TimeZone)),
  },
  { additionalProperties: false },
);
const PersonChange = Type.Object(
  {
    name: Type.Optional(Name),
    role: Type.Optional(RoleSchema),
    locale: Type.Optional(LocaleSchema),
    timeZone: Type.Optional(Nullable(TimeZone)),
    password: Type.Optional(Password),
    disabled: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false, minProperties: 1 },
);

export interface UsersDependencies {
  users: UserRepository;
  sessions: Sessions;
  audit: AuditRepository;
}

/** The people who may sign in. */
export async function usersRoutes(app: App, deps: UsersDependencies): Promise<void> {
  const config = { access: needs('admin') };
  app.get(
    '/v1/users',
    {
      config,
      schema: {
        operationId: 'listUsers',
        tags: ['Access'],
        summary: 'List people',
        response: {
          200: Type.Object({ data: Type.Array(Person), nextCursor: Type.Null() }),
          ...refusals(401, 403, 429),
        },
      },
    },
    async () => ({ data: (await deps.users.list()).map(toPerson), nextCursor: null }),
  );
  app.post(
    '/v1/users',
    {
      config,
      schema: {
        operationId: 'createUser',
        tags: ['Access'],
        summary: 'Add a person',
        body: NewPerson,
        response: { 201: Person, ...refusals(400, 401, 403, 409, 429) },
      },
    },
    async (request, reply) => {
      const { email, name, password, role, locale, timeZone } = request.body;
      requireTimeZone(timeZone);
      const user: User = {
        id: randomUUID(),
        email: email.trim().toLowerCase(),
        name,
        role,
        locale: locale ?? 'en',
        timeZone: timeZone ?? null,
        createdAt: Date.now(),
        disabledAt: null,
      };
      if ((await deps.users.findByEmail(user.email)) !== undefined) {
        throw new AppError('conflict', 'a person with this email exists already');
      }
      await deps.users.insert(user, await hashPassword(password));
      await note(deps, actorOf(request.caller), 'user.created', user.id, { role });
      return reply.code(201).send(toPerson(user));
    },
  );
  app.patch(
    '/v1/users/:id',
    {
      config,
      schema: {
        operationId: 'changeUser',
        tags: ['Access'],
        summary: 'Change a person',
        params: Type.Object({ id: Id('The person.') }),
        body: PersonChange,
        response: { 200: Person, ...refusals(400, 401, 403, 404, 409, 429) },
      },
    },
    async (request) => {
      const { id } = request.params;
      const { password, disabled, ...change } = request.body;
      requireTimeZone(change.timeZone);
      const before = await deps.users.get(id);
      if (before === undefined) throw new AppError('not_found', 'there is no person of this id');
      const losesAdmin = disabled === true || (change.role !== undefined && change.role !== 'admin');
      if (before.role === 'admin' && losesAdmin) await refuseLastAdmin(deps.users, id);
      await deps.users.update(id, {
        ...change,
        ...(disabled === undefined ? {} : { disabledAt: disabled ? Date.now() : null }),
        ...(password === undefined ? {} : { passwordHash: await hashPassword(password) }),
      });
      deps.sessions.clear();
      if (disabled === true || password !== undefined) await deps.sessions.closeAll({ userId: id });
      await note(deps, actorOf(request.caller), 'user.changed', id, { fields: Object.keys(request.body) });
      return toPerson((await deps.users.get(id)) ?? before);
    },
  );
  app.delete(
    '/v1/users/:id',
    {
      config,
      schema: {
        operationId: 'removeUser',
        tags: ['Access'],
        summary: 'Remove a person; they are signed out at once',
        params: Type.Object({ id: Id('The person.') }),
        response: { 204: Type.Null(), ...refusals(400, 401, 403, 404, 409, 429) },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const person = await deps.users.get(id);
      if (person === undefined) throw new AppError('not_found', 'there is no person of this id');
      if (person.role === 'admin' && person.disabledAt === null) await refuseLastAdmin(deps.users, id);
      await deps.users.remove(id);
      deps.sessions.clear();
      await note(deps, actorOf(request.caller), 'user.removed', id, { role: person.role });
      return reply.code(204).send(null);
    },
  );
}

async function refuseLastAdmin(users: UserRepository, id: string): Promise<void> {
  const others = (await users.list()).some((u) => u.id !== id && u.role === 'admin' && u.disabledAt === null);
  if (!others) throw new AppError('conflict', 'this is the last admin; make another one first');
}

async function note(
  { audit }: UsersDependencies,
  actor: string,
  action: string,
  target: string,
  detail: { role?: string; fields?: string[] },
): Promise<void> {
  await audit.append({ id: randomUUID(), at: Date.now(), actor, action, target, detail: { ...detail } });
}

function toPerson(user: User): Static<typeof Person> {
  return { ...user, createdAt: toTime(user.createdAt), disabledAt: toTimeOrNull(user.disabledAt) };
}
