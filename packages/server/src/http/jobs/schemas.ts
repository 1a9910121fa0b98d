import Type, { type Static } from 'typebox';
import type { Job } from '../../stores/control/control-store.ts';
import { FieldErrorSchema } from '../problem.ts';
import { FreeObject, Nullable, Time, toTime, toTimeOrNull } from '../schemas.ts';
import type { JobNote } from './job-notes.ts';

export const JobStateSchema = Type.Union([
  Type.Literal('queued'),
  Type.Literal('running'),
  Type.Literal('done'),
  Type.Literal('failed'),
  Type.Literal('cancelled'),
]);

export const ToldSchema = Type.Object(
  { code: Type.String(), params: Type.Record(Type.String(), Type.Union([Type.Number(), Type.String()])) },
  {
    title: 'ToldCode',
    description: 'The sentence as a code and what it names, for readers of another language.',
  },
);

export const JobSchema = Type.Object(
  {
    id: Type.String(),
    kind: Type.String(),
    state: JobStateSchema,
    progress: Type.Number({ description: '0 to 1.' }),
    message: Type.String(),
    told: Nullable(ToldSchema),
    result: Nullable(FreeObject),
    error: Nullable(Type.String()),
    errors: Nullable(
      Type.Array(FieldErrorSchema, {
        description: 'Why it failed as codes, where they are known; as in the problem of a request.',
      }),
    ),
    createdAt: Time,
    startedAt: Nullable(Time),
    finishedAt: Nullable(Time),
  },
  { title: 'Job' },
);

const note = { at: Time };
export const JobDetailSchema = Type.Object(
  {
    ...JobSchema.properties,
    log: Type.Array(Type.Object({ ...note, line: Type.String(), told: Type.Optional(ToldSchema) }), {
      description: 'The newest lines, oldest first.',
    }),
    metrics: Type.Array(
      Type.Object({ ...note, iteration: Type.Integer(), name: Type.String(), value: Type.Number() }),
      { description: 'The newest points of its curves, oldest first.' },
    ),
  },
  { title: 'JobDetail' },
);

export function toJobDetail(job: Job, notes: readonly JobNote[]): Static<typeof JobDetailSchema> {
  return {
    ...toJob(job),
    log: notes.flatMap((one) => (one.kind === 'log' ? [{ ...lineOf(one), at: toTime(one.at) }] : [])),
    metrics: notes.flatMap((one) =>
      one.kind === 'metric'
        ? [{ at: toTime(one.at), iteration: one.iteration, name: one.name, value: one.value }]
        : [],
    ),
  };
}

/** A job as the API shows it. Its input stays inside: it may name a customer. */
export function toJob(job: Job): Static<typeof JobSchema> {
  const { id, kind, state, progress, message, told, result, error, errors } = job;
  return {
    id,
    kind,
    state,
    progress,
    message,
    told: told ?? null,
    result,
    error,
    errors: errors ?? null,
    createdAt: toTime(job.createdAt),
    startedAt: toTimeOrNull(job.startedAt),
    finishedAt: toTimeOrNull(job.finishedAt),
  };
}

/** What a line says; those told as a code carry it. */
function lineOf({ line, told }: Extract<JobNote, { kind: 'log' }>) {
  return told === undefined ? { line } : { line, told };
}
