import Type from 'typebox';
import { AppError } from '../../errors.ts';
import { type TrainInput, type TrainSchedules, trainJobInput, trainJobKind } from '../../learning/index.ts';
import type { Job } from '../../stores/control/control-store.ts';
import type { App } from '../app-instance.ts';
import { actorOf, needs } from '../auth/access.ts';
import type { JobRunner } from '../jobs/job-runner.ts';
import { JobSchema, toJob } from '../jobs/schemas.ts';
import { refusals } from '../schemas.ts';
import { emptyBody, ModelPath } from './schemas.ts';
import { ScheduleBody, ScheduleSchema, scheduleToApi, TrainBody } from './train-schemas.ts';

export interface TrainDependencies {
  jobs: JobRunner;
  schedules: () => TrainSchedules;
  /** The journal's end now. */
  journalHead(): number;
}

const tags = ['Models'];

/**
 * Queues a training. One per model at a time: a second would learn the same twice.
 * @throws AppError `conflict` naming the job that trains already
 */
export async function startTraining(
  jobs: JobRunner,
  name: string,
  train: TrainInput,
  by: string,
  head: number,
): Promise<Job> {
  for (const state of ['running', 'queued'] as const) {
    const { data } = await jobs.list({ kind: trainJobKind, state, limit: 100 });
    const busy = data.find(({ input }) => input.name === name);
    if (busy !== undefined) {
      throw new AppError('conflict', `${name} is being trained by job ${busy.id}; wait for it or cancel it`);
    }
  }
  return jobs.start(trainJobKind, trainJobInput(name, train, by, head));
}

/** Training now, by the clock, and by what happens. */
export async function trainRoutes(app: App, deps: TrainDependencies): Promise<void> {
  const read = { access: needs('analytics:read', 'models:write') };
  const write = { access: needs('models:write') };
  app.post(
    '/v1/models/:name/train',
    {
      config: write,
      preValidation: emptyBody,
      schema: {
        operationId: 'trainModel',
        tags,
        summary: 'Train the next version, in the background',
        description: 'Follow it at `/v1/jobs/{id}/stream`. It becomes `champion` when every gate passes.',
        params: ModelPath,
        body: TrainBody,
        response: { 202: JobSchema, ...refusals(400, 401, 403, 409, 413, 415, 429, 503) },
      },
    },
    async ({ params: { name }, body, caller }, reply) => {
      const head = deps.journalHead();
      const { toOffset } = body;
      if (toOffset !== undefined && toOffset > head) {
        const message = `must be at most the journal's end ${head}, got ${toOffset}`;
        throw new AppError('invalid_request', `toOffset ${message}`, {
          errors: [{ path: '/toOffset', message }],
        });
      }
      const job = await startTraining(deps.jobs, name, body, actorOf(caller), head);
      reply.code(202).header('location', `/v1/jobs/${job.id}`);
      return toJob(job);
    },
  );
  app.get(
    '/v1/models/:name/schedule',
    {
      config: read,
      schema: {
        operationId: 'getTrainSchedule',
        tags,
        summary: 'When a model trains by itself',
        params: ModelPath,
        response: { 200: ScheduleSchema, ...refusals(400, 401, 403, 404, 429) },
      },
    },
    async ({ params }) => scheduleToApi(deps.schedules().get(params.name)),
  );
  app.put(
    '/v1/models/:name/schedule',
    {
      config: write,
      schema: {
        operationId: 'putTrainSchedule',
        tags,
        summary: 'Train by the clock, after new outcomes, or on drift',
        params: ModelPath,
        body: ScheduleBody,
        response: { 200: ScheduleSchema, ...refusals(400, 401, 403, 413, 415, 429, 503) },
      },
    },
    async ({ params, body }) =>
      scheduleToApi(await deps.schedules().put(params.name, { ...body, enabled: body.enabled ?? true })),
  );
  app.delete(
    '/v1/models/:name/schedule',
    {
      config: write,
      schema: {
        operationId: 'removeTrainSchedule',
        tags,
        summary: 'Train only when asked',
        params: ModelPath,
        response: { 204: Type.Null(), ...refusals(400, 401, 403, 404, 429, 503) },
      },
    },
    async ({ params }, reply) => {
      await deps.schedules().remove(params.name);
      return reply.code(204).send(null);
    },
  );
}
