import { randomUUID } from 'node:crypto';
import Type, { type Static } from 'typebox';
import type { PipelineSchedules, PipelineService, RunRequest } from '../../analytics/pipeline/index.ts';
import type { AuditRepository } from '../../stores/control/control-store.ts';
import type { App } from '../app-instance.ts';
import { actorOf, needs } from '../auth/access.ts';
import type { JobRunner } from '../jobs/job-runner.ts';
import { JobSchema, toJob } from '../jobs/schemas.ts';
import { emptyBody } from '../models/schemas.ts';
import { Id, refusals } from '../schemas.ts';
import { Graph, graphOf, Run, RunBody, RunDetail, runDetailOf, runOf } from './schemas.ts';
import { startPipeline } from './start-pipeline.ts';

export interface PipelineDependencies {
  service: PipelineService;
  schedules: () => PipelineSchedules;
  jobs: JobRunner;
  audit: AuditRepository;
}

const tags = ['Pipeline'];

/** What is left out of a request. */
export function runRequestOf(body: Static<typeof RunBody>): RunRequest {
  const { command = 'build', select = [], exclude = [], fullRefresh = false, vars = {} } = body;
  return { command, select, exclude, fullRefresh, vars };
}

/** The data pipeline: its graph, its runs, and starting one. */
export async function pipelineRoutes(app: App, deps: PipelineDependencies): Promise<void> {
  const { service, jobs, audit } = deps;
  const read = { access: needs('analytics:read', 'models:write') };
  app.get(
    '/v1/pipeline',
    {
      config: read,
      schema: {
        operationId: 'getPipeline',
        tags,
        summary: 'The models, tests, sources and exposures of the data pipeline, and how each went last',
        description:
          "Read from the project's files as they are now. What is wrong with them stands in `problems`.",
        response: { 200: Graph, ...refusals(401, 403, 429, 503) },
      },
    },
    async () => {
      const running = service.runs.find(({ state }) => state === 'running');
      return graphOf(await service.manifest(), service.states, service.schema, running?.id ?? null);
    },
  );
  app.post(
    '/v1/pipeline/runs',
    {
      config: { access: needs('models:write') },
      preValidation: emptyBody,
      schema: {
        operationId: 'runPipeline',
        tags,
        summary: 'Build models and check them, in the background',
        description:
          'Follow it at `/v1/jobs/{id}/stream`, cancel it with `DELETE /v1/jobs/{id}`. One run at a time. Each table is made beside the old one and takes its place in one step.',
        body: RunBody,
        response: { 202: JobSchema, ...refusals(400, 401, 403, 409, 413, 415, 422, 429, 503) },
      },
    },
    async ({ body, caller }, reply) => {
      const request = runRequestOf(body);
      const actor = actorOf(caller);
      const job = await startPipeline(jobs, service, request, actor);
      const { command, select, exclude, fullRefresh } = request;
      await audit.append({
        ...{ id: randomUUID(), at: Date.now(), actor, action: 'pipeline.started', target: job.id },
        detail: { command, select, exclude, fullRefresh },
      });
      reply.code(202).header('location', `/v1/pipeline/runs/${job.id}`);
      return toJob(job);
    },
  );
  app.get(
    '/v1/pipeline/runs',
    {
      config: read,
      schema: {
        operationId: 'listPipelineRuns',
        tags,
        summary: 'The newest 50 runs, newest first',
        response: { 200: Type.Object({ data: Type.Array(Run) }), ...refusals(401, 403, 429) },
      },
    },
    async () => ({ data: service.runs.map(runOf) }),
  );
  app.get(
    '/v1/pipeline/runs/:id',
    {
      config: read,
      schema: {
        operationId: 'getPipelineRun',
        tags,
        summary: 'One run, node by node, with rows that break its tests',
        params: Type.Object({ id: Id('The run.') }),
        response: { 200: RunDetail, ...refusals(400, 401, 403, 404, 429) },
      },
    },
    async ({ params }) => runDetailOf(service.run(params.id)),
  );
}
