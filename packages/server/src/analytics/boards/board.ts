import Type, { type Static } from 'typebox';
import { AppError, type FieldError } from '../../errors.ts';
import { zoneOf } from '../semantic/index.ts';

const oneOf = <T extends string>(values: readonly T[], description: string) =>
  Type.Unsafe<T>({ type: 'string', enum: values, description });
const Name = Type.String({ minLength: 1, maxLength: 64 });

/** A question of `POST /v1/analytics/query` without its time: the board says which. */
const cardQuery = Type.Object(
  {
    metrics: Type.Array(Name, { minItems: 1, maxItems: 20 }),
    dimensions: Type.Optional(Type.Array(Name, { maxItems: 5 })),
    filters: Type.Optional(Type.Array(Type.Unknown(), { maxItems: 100 })),
    granularity: Type.Optional(oneOf(['minute', 'hour', 'day', 'week', 'month'], 'Steps of time.')),
    compare: Type.Optional(oneOf(['previous'], 'Beside the period before.')),
    orderBy: Type.Optional(
      Type.Object(
        { name: Name, direction: Type.Optional(oneOf(['asc', 'desc'], 'Default desc for metrics.')) },
        { additionalProperties: false },
      ),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    other: Type.Optional(Type.Boolean()),
    totals: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);

export const cardSchema = Type.Object(
  {
    id: Type.String({ minLength: 1, maxLength: 64, pattern: '^[\\w-]+$' }),
    title: Type.String({ minLength: 1, maxLength: 120 }),
    kind: oneOf(['line', 'bar', 'table', 'figure'], 'How it is drawn.'),
    width: Type.Integer({ minimum: 1, maximum: 2, description: 'Columns of two.' }),
    height: Type.Integer({ minimum: 1, maximum: 3, description: 'Small, medium or large.' }),
    query: cardQuery,
  },
  { additionalProperties: false, title: 'BoardCard' },
);
export type Card = Static<typeof cardSchema>;

export const boardSchema = Type.Object(
  {
    title: Type.String({ minLength: 1, maxLength: 120 }),
    description: Type.Optional(Type.String({ maxLength: 2000 })),
    shared: Type.Optional(Type.Boolean({ default: false, description: 'Everyone who signs in sees it.' })),
    days: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 3660,
        description: 'The last days; default 30 without from and to.',
      }),
    ),
    from: Type.Optional(Type.String({ format: 'date-time', description: 'Instead of days.' })),
    to: Type.Optional(Type.String({ format: 'date-time' })),
    timeZone: Type.Optional(Type.String({ maxLength: 64, description: "IANA name; default the server's." })),
    cards: Type.Array(cardSchema, { maxItems: 40 }),
  },
  { additionalProperties: false, title: 'BoardContent' },
);
export type BoardInput = Static<typeof boardSchema>;
export type Board = BoardInput & { shared: boolean };

/** Checks what the schema cannot say. Throws `invalid_request`. */
export function parseBoard(input: BoardInput): Board {
  const { cards, from, to, days, timeZone } = input;
  if (timeZone !== undefined) zoneOf(timeZone);
  const ids = cards.map(({ id }) => id);
  const twice = ids.findIndex((id, i) => ids.indexOf(id) < i);
  if (twice >= 0) {
    const message = `must be another than that of an earlier card, got ${ids[twice]}`;
    throw refuse({ path: `/cards/${twice}/id`, message, code: 'taken', params: { got: ids[twice] } });
  }
  if ((from === undefined) !== (to === undefined)) {
    throw refuse({
      ...{ path: '/to', message: 'goes together with from', code: 'together' },
      params: { other: 'from' },
    });
  }
  if (from !== undefined && days !== undefined) {
    const message = 'leave it out beside from and to';
    throw refuse({ path: '/days', message, code: 'apart', params: { other: 'from' } });
  }
  if (from !== undefined && to !== undefined && Date.parse(from) >= Date.parse(to)) {
    throw refuse({ path: '/to', message: 'must be after from', code: 'after', params: { other: 'from' } });
  }
  return { ...input, shared: input.shared ?? false };
}

function refuse(error: FieldError): AppError {
  return new AppError('invalid_request', `${error.path} ${error.message}`, { errors: [error] });
}

const hourMs = 3_600_000;

/** The time that a board shows now: whole hours, which rollups answer. */
export function rangeOf({ days = 30, from, to }: BoardInput, now: number): { from: string; to: string } {
  if (from !== undefined && to !== undefined) return { from, to };
  const end = Math.ceil((now + 1) / hourMs) * hourMs;
  return { from: new Date(end - days * 24 * hourMs).toISOString(), to: new Date(end).toISOString() };
}
