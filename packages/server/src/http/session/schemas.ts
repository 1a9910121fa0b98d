import Type from 'typebox';
import { scopes } from '../../stores/control/control-store.ts';

export const RoleSchema = Type.Union([
  Type.Literal('viewer'),
  Type.Literal('analyst'),
  Type.Literal('admin'),
]);
export const LocaleSchema = Type.Union([Type.Literal('en'), Type.Literal('pt-BR')]);
export const ScopeSchema = Type.Enum([...scopes]);

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
    scopes: Type.Array(ScopeSchema),
  },
  { title: 'Me' },
);
