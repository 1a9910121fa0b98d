import Type, { type Static } from 'typebox';
import type { Job } from '../../stores/control/control-store.ts';
import { FreeObject, Nullable, Time, toTime, toTimeOrNull } from '../schemas.ts';

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
