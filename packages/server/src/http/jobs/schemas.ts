import Type, { type Static } from 'typebox';
import type { Job } from '../../stores/control/control-store.ts';
import { FreeObject, Nullable, Time, toTime, toTimeOrNull } from '../schemas.ts';
import type { JobNote } from './job-notes.ts';

export const JobStateSchema = Type.Union([
  Type.Literal('queued'),
  Type.Literal('running'),
  Type.Literal('done'),
  Type.Literal('failed'),
  Type.Literal('cancelled'),
]);

export const JobSchema = Type.Object(
  {
    id: Type.String(),
    kind: Type.String(),
    state: JobStateSchema,
    progress: Type.Number({ description: '0 to 1.' }),
    message: Type.String(),
    result: Nullable(FreeObject),
    error: Nullable(Type.String()),
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
    log: Type.Array(Type.Object({ ...note, line: Type.String() }), {
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
    log: notes.flatMap((one) => (one.kind === 'log' ? [{ at: toTime(one.at), line: one.line }] : [])),
    metrics: notes.flatMap((one) =>
      one.kind === 'metric'
        ? [{ at: toTime(one.at), iteration: one.iteration, name: one.name, value: one.value }]
        : [],
    ),
  };
}

/** A job as the API shows it. Its input stays inside: it may name a customer. */
export function toJob(job: Job): Static<typeof JobSchema> {
  const { id, kind, state, progress, message, result, error } = job;
  return {
    id,
    kind,
    state,
    progress,
    message,
    result,
    error,
    createdAt: toTime(job.createdAt),
    startedAt: toTimeOrNull(job.startedAt),
    finishedAt: toTimeOrNull(job.finishedAt),
  };
}
