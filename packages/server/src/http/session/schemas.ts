import Type from 'typebox';
import { AppError } from '../../errors.ts';
import { scopes } from '../../stores/control/control-store.ts';
import { zoneNamed } from '../../time-zone.ts';

export const RoleSchema = Type.Union([
  Type.Literal('viewer'),
  Type.Literal('analyst'),
  Type.Literal('admin'),
]);
export const LocaleSchema = Type.Union([Type.Literal('en'), Type.Literal('pt-BR')]);
export const ScopeSchema = Type.Enum([...scopes]);
export const TimeZone = Type.String({
  minLength: 1,
  maxLength: 64,
  description: 'IANA name, such as America/Sao_Paulo.',
});

/** Throws `invalid_request` for a name that is no time zone. */
export function requireTimeZone(value: string | null | undefined): void {
  if (value === null || value === undefined || zoneNamed(value) !== undefined) return;
  const message = `must be an IANA time zone such as America/Sao_Paulo, got ${JSON.stringify(value)}`;
  throw new AppError('invalid_request', `timeZone ${message}`, { errors: [{ path: '/timeZone', message }] });
}

/** What people set for themselves. */
export const Preferences = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    locale: Type.Optional(LocaleSchema),
    timeZone: Type.Optional(Type.Union([TimeZone, Type.Null()])),
    password: Type.Optional(
      Type.Object(
        {
          current: Type.String({ minLength: 1, maxLength: 1000 }),
          next: Type.String({ minLength: 12, maxLength: 1000 }),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false, minProperties: 1 },
);

export const SignInBody = Type.Union([
  Type.Object(
    {
      email: Type.String({ minLength: 3, maxLength: 254 }),
      password: Type.String({ minLength: 1, maxLength: 1000 }),
    },
    { additionalProperties: false },
  ),
  Type.Object({ key: Type.String({ minLength: 8, maxLength: 256 }) }, { additionalProperties: false }),
]);

/** Who is calling. */
export const Me = Type.Object(
  {
    kind: Type.Union([Type.Literal('person'), Type.Literal('key')]),
    id: Type.String(),
    name: Type.String(),
    email: Type.Union([Type.String(), Type.Null()]),
    role: Type.Union([RoleSchema, Type.Null()]),
    locale: Type.Union([LocaleSchema, Type.Null()]),
    timeZone: Type.Union([Type.String(), Type.Null()]),
    scopes: Type.Array(ScopeSchema),
  },
  { title: 'Me' },
);
