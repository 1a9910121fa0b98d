import { setTimeout as sleep } from 'node:timers/promises';
import Type from 'typebox';
import { AppError } from '../../errors.ts';
import {
  type Evaluations,
  evaluationJobKind,
  learnJobKind,
  type PolicyLearning,
} from '../../learning/evaluation/index.ts';
import type { Job } from '../../stores/control/control-store.ts';
import type { App } from '../app-instance.ts';
import { actorOf, needs } from '../auth/access.ts';
import type { JobRunner } from '../jobs/job-runner.ts';
import { JobSchema, toJob } from '../jobs/schemas.ts';
import { pageOf, pageQuery, refusals } from '../schemas.ts';
import {
  EvaluationBody,
  EvaluationSchema,
  evaluationToApi,
  inputOf,
  LearnPolicyBody,
  periodOf,
} from './schemas.ts';

export interface EvaluationsDependencies {
  jobs: JobRunner;
  evaluations: Evaluations;
  learning: PolicyLearning;
}

const tags = ['Decisions'];
/** A small evaluation is answered with its result; a larger one with its job. */
const waitMs = 2000;

/** Off-policy evaluation and learning. */
export async function evaluationsRoutes(app: App, deps: EvaluationsDependencies): Promise<void> {
  const { jobs, evaluations, learning } = deps;
  const read = { access: needs('analytics:read') };
  // It costs minutes of a thread and is kept: more than reading.
  const judge = { access: needs('experiments:write', 'models:write') };
  const IdPath = Type.Object({ id: Type.String({ maxLength: 64 }) });
  app.post(
    '/v1/evaluations',
    {
      config: judge,
      schema: {
        operationId: 'evaluatePolicy',
        tags,
        summary: 'What would a policy have earned?',
        description:
          'Judges any registered model or policy on decisions that were logged with their propensities. Answers the result when it is small, else a job to follow at `/v1/jobs/{id}/stream`; the evaluation has the job’s id. A log that cannot carry the estimate gives an evaluation that is `refused`, with the figure that missed its limit.',
        body: EvaluationBody,
        response: {
          200: EvaluationSchema,
          202: JobSchema,
          ...refusals(400, 401, 403, 413, 415, 422, 429, 503),
        },
      },
    },
    async ({ body, caller }, reply) => {
      const job = await jobs.start(evaluationJobKind, evaluations.jobInput(inputOf(body), actorOf(caller)));
      const ended = await endOf(jobs, job);
      const stored = await evaluations.get(job.id);
      if (stored !== undefined) return reply.code(200).send(evaluationToApi(stored));
      if (ended.state === 'failed') {
        throw new AppError('unprocessable', ended.error ?? 'it failed', { errors: ended.errors ?? [] });
      }
      return reply.code(202).header('location', `/v1/jobs/${job.id}`).send(toJob(ended));
    },
  );
  app.get(
    '/v1/evaluations',
    {
      config: read,
      schema: {
        operationId: 'listEvaluations',
        tags,
        summary: 'List evaluations, newest first',
        querystring: pageQuery({ placement: Type.Optional(Type.String({ maxLength: 64 })) }),
        response: { 200: pageOf(EvaluationSchema), ...refusals(400, 401, 403, 429, 503) },
      },
    },
    async ({ query: { placement, limit, cursor } }) => {
      const all = (await evaluations.list()).filter(
        ({ request }) => placement === undefined || request.placement === placement,
      );
      const start = cursor === undefined ? 0 : all.findIndex(({ id }) => id === cursor) + 1;
      if (cursor !== undefined && start === 0) {
        const message = 'is not one that a list gave';
        throw new AppError('invalid_request', `cursor ${message}; start without it`, {
          errors: [{ path: '/cursor', message }],
        });
      }
      const data = all.slice(start, start + limit);
      return {
        data: data.map(evaluationToApi),
        nextCursor: start + limit < all.length ? (data.at(-1)?.id ?? null) : null,
      };
    },
  );
  app.get(
    '/v1/evaluations/:id',
    {
      config: read,
      schema: {
        operationId: 'getEvaluation',
        tags,
        summary: 'Get an evaluation',
        params: IdPath,
        response: { 200: EvaluationSchema, ...refusals(401, 403, 404, 429, 503) },
      },
    },
    async ({ params: { id } }) => {
      const stored = await evaluations.get(id);
      if (stored !== undefined) return evaluationToApi(stored);
      const job = await jobs.get(id);
      const why = job?.kind === evaluationJobKind ? `; its job is ${job.state}` : '';
      throw new AppError('not_found', `there is no evaluation ${JSON.stringify(id)}${why}`);
    },
  );
  app.post(
    '/v1/models/:name/learn-policy',
    {
      config: { access: needs('models:write') },
      schema: {
        operationId: 'learnPolicy',
        tags: ['Models'],
        summary: 'Learn a ranker off-policy, from what logged decisions earned',
        description:
          'Registers the next version of the model, in the background; nothing is promoted. Its scores are a softmax policy with temperature 1. Judge it by `POST /v1/evaluations` over another period.',
        params: Type.Object({ name: Type.String({ maxLength: 64 }) }),
        body: LearnPolicyBody,
        response: { 202: JobSchema, ...refusals(400, 401, 403, 413, 415, 422, 429, 503) },
      },
    },
    async ({ params: { name }, body, caller }, reply) => {
      const input = learning.jobInput(name, { ...body, ...periodOf(body) }, actorOf(caller));
      const job = await jobs.start(learnJobKind, input);
      return reply.code(202).header('location', `/v1/jobs/${job.id}`).send(toJob(job));
    },
  );
}

/** The job when it has ended, or as it is after a while. */
async function endOf(jobs: JobRunner, job: Job): Promise<Job> {
  const stop = new AbortController();
  let latest = job;
  const ended = new Promise<void>((resolve) => {
    const look = (changed: Job) => {
      if (changed.id !== job.id) return;
      latest = changed;
      if (changed.state !== 'queued' && changed.state !== 'running') resolve();
    };
    jobs.on('change', look);
    stop.signal.addEventListener('abort', () => jobs.off('change', look), { once: true });
  });
  try {
    // It may have ended before anyone listened.
    latest = (await jobs.get(job.id)) ?? job;
    if (latest.state === 'queued' || latest.state === 'running') {
      await Promise.race([ended, sleep(waitMs, undefined, { signal: stop.signal })]);
    }
    return latest;
  } finally {
    stop.abort();
  }
}
