import Type, { type TSchema } from 'typebox';
import { limits } from '../ingestion/index.ts';
import { ProblemSchema } from './problem.ts';

/** Pieces that several resources' schemas share. */
export const Time = Type.String({ format: 'date-time', description: 'RFC 3339, UTC.' });

export const Id = (description: string) =>
  Type.String({ minLength: 1, maxLength: limits.idLength, description });

export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

export const FreeObject = Type.Record(Type.String(), Type.Unknown());

const PageQueryFields = {
  limit: Type.Integer({ minimum: 1, maximum: 500, default: 50 }),
  cursor: Type.Optional(Type.String({ maxLength: 1024, description: '`nextCursor` of the page before.' })),
};

/** `?limit&cursor` and a resource's own filters. */
export const pageQuery = <F extends Record<string, TSchema>>(filters: F) =>
  Type.Object({ ...filters, ...PageQueryFields }, { additionalProperties: false });

export const pageOf = <T extends TSchema>(item: T) =>
  Type.Object({ data: Type.Array(item), nextCursor: Nullable(Type.String()) });

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: ProblemSchema } },
});

const problems = {
  400: problem('The request is not valid.'),
  401: problem('No key, or one that is not known.'),
  403: problem('The key or role does not allow this.'),
  404: problem('Not found.'),
  409: problem('Conflicts with the current state.'),
  410: problem('No longer available.'),
  413: problem('The body is too large.'),
  415: problem('The media type is not supported.'),
  422: problem('Well formed, but cannot be carried out.'),
  429: problem('Too many requests; see Retry-After.'),
  503: problem('Not now; see Retry-After.'),
};
export type ProblemStatus = keyof typeof problems;

/** The problem answers of a route, for its `response` schemas. */
export function refusals(...statuses: ProblemStatus[]): Partial<typeof problems> {
  return Object.fromEntries(statuses.map((status) => [status, problems[status]]));
}

export function toTime(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

export function toTimeOrNull(epochMs: number | null): string | null {
  return epochMs === null ? null : toTime(epochMs);
}
