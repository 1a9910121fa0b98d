import Type from 'typebox';
import { refusal } from '../../errors.ts';
import {
  evaluateJobInput,
  evaluateJobKind,
  type Models,
  type TrainInput,
  type TrainSchedules,
  trainJobInput,
  trainJobKind,
} from '../../learning/index.ts';
import type { Job } from '../../stores/control/control-store.ts';
import type { App } from '../app-instance.ts';
import { actorOf, needs } from '../auth/access.ts';
import type { JobRunner } from '../jobs/job-runner.ts';
import { JobSchema, toJob } from '../jobs/schemas.ts';
import { refusals } from '../schemas.ts';
import { emptyBody, ModelPath, VersionPath } from './schemas.ts';
import { EvaluateBody, ScheduleBody, ScheduleSchema, scheduleToApi, TrainBody } from './train-schemas.ts';

export interface TrainDependencies {
  models: Models;
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
  return jobs.inTurn(async () => {
    await requireIdle(jobs, name);
    return jobs.start(trainJobKind, trainJobInput(name, train, by, head));
  });
}

/** @throws AppError `conflict` naming the job that trains or evaluates the model already */
async function requireIdle(jobs: JobRunner, name: string): Promise<void> {
  for (const kind of [trainJobKind, evaluateJobKind]) {
    // Waiting ones first: between the two questions one may begin to run.
    for (const state of ['queued', 'running'] as const) {
      const { data } = await jobs.list({ kind, state, limit: 100 });
      const busy = data.find(({ input }) => input.name === name);
      if (busy === undefined) continue;
      const doing = kind === trainJobKind ? 'trained' : 'evaluated';
      throw refusal(
        'conflict',
        kind === trainJobKind ? 'modelInTraining' : 'modelInEvaluation',
        `${name} is being ${doing} by job ${busy.id}; wait for it or cancel it`,
        { model: name, job: busy.id },
      );
    }
  }
}

function requireWritten(toOffset: number | undefined, head: number): void {
  if (toOffset === undefined || toOffset <= head) return;
  const message = `must be at most the journal's end ${head}, got ${toOffset}`;
  const options = { path: '/toOffset', message };
  throw refusal('invalid_request', 'maximum', `toOffset ${message}`, { limit: head, got: toOffset }, options);
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
      requireWritten(body.toOffset, head);
      const job = await startTraining(deps.jobs, name, body, actorOf(caller), head);
      reply.code(202).header('location', `/v1/jobs/${job.id}`);
      return toJob(job);
    },
  );
  app.post(
    '/v1/models/:name/versions/:version/evaluate',
    {
      config: write,
      preValidation: emptyBody,
      schema: {
        operationId: 'evaluateModelVersion',
        tags,
        summary: 'Measure a version on the held-out window, in the background',
        description:
          'What gates need of an imported model, and what brings older figures up to date: metrics, curves, calibration, off-policy evaluation, beside the champion of now.',
        params: VersionPath,
        body: EvaluateBody,
        response: { 202: JobSchema, ...refusals(400, 401, 403, 404, 409, 413, 415, 422, 429, 503) },
      },
    },
    async ({ params: { name, version }, body, caller }, reply) => {
      const head = deps.journalHead();
      requireWritten(body.toOffset, head);
      const target = deps.models.registry.get(name, version);
      const input = evaluateJobInput(target, body, actorOf(caller), head);
      const job = await deps.jobs.inTurn(async () => {
        await requireIdle(deps.jobs, name);
        return deps.jobs.start(evaluateJobKind, input);
      });
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
