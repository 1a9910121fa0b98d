import Type, { type Static } from 'typebox';
import type { PipelineScheduleState } from '../../analytics/pipeline/index.ts';
import type { App } from '../app-instance.ts';
import { needs } from '../auth/access.ts';
import { Nullable, refusals, Time, toTime, toTimeOrNull } from '../schemas.ts';
import { type PipelineDependencies, runRequestOf } from './pipeline-routes.ts';
import { RunBody } from './schemas.ts';

const fields = {
  enabled: Type.Optional(Type.Boolean({ description: 'Default true.' })),
  cron: Type.String({ minLength: 9, maxLength: 100, description: 'Five fields, such as `0 3 * * *`.' }),
  timeZone: Type.Optional(Type.String({ maxLength: 64, description: "IANA zone. Default: the server's." })),
};
const ScheduleBody = Type.Object({ ...fields, run: Type.Optional(RunBody) }, { additionalProperties: false });
const Schedule = Type.Object(
  {
    ...fields,
    enabled: Type.Boolean(),
    name: Type.String(),
    run: RunBody,
    nextRun: Nullable(Time),
    last: Nullable(
      Type.Object({ at: Time, jobId: Nullable(Type.String()), problem: Nullable(Type.String()) }),
    ),
  },
  { title: 'PipelineSchedule' },
);
const Name = Type.Object({ name: Type.String({ minLength: 1, maxLength: 50 }) });
const tags = ['Pipeline'];

/** Runs of the pipeline by the clock. */
export async function pipelineSchedulesRoutes(
  app: App,
  { service, schedules }: PipelineDependencies,
): Promise<void> {
  app.get(
    '/v1/pipeline/schedules',
    {
      config: { access: needs('analytics:read', 'models:write') },
      schema: {
        operationId: 'listPipelineSchedules',
        tags,
        summary: 'When the pipeline runs by itself',
        response: { 200: Type.Object({ data: Type.Array(Schedule) }), ...refusals(401, 403, 429) },
      },
    },
    async () => ({ data: schedules().list().map(toApi) }),
  );
  app.put(
    '/v1/pipeline/schedules/:name',
    {
      config: { access: needs('models:write') },
      schema: {
        operationId: 'putPipelineSchedule',
        tags,
        summary: 'Run the pipeline by the clock',
        description: 'Times that were missed while the server was down are not made up for.',
        params: Name,
        body: ScheduleBody,
        response: { 200: Schedule, ...refusals(400, 401, 403, 409, 413, 415, 422, 429, 503) },
      },
    },
    async ({ params, body }) => {
      const { enabled = true, cron, timeZone, run = {} } = body;
      const request = runRequestOf(run);
      await service.plan(request);
      const schedule = { enabled, cron, run: request, ...(timeZone === undefined ? {} : { timeZone }) };
      return toApi(await schedules().put(params.name, schedule));
    },
  );
  app.delete(
    '/v1/pipeline/schedules/:name',
    {
      config: { access: needs('models:write') },
      schema: {
        operationId: 'removePipelineSchedule',
        tags,
        summary: 'Run the pipeline only when asked',
        params: Name,
        response: { 204: Type.Null(), ...refusals(400, 401, 403, 404, 429, 503) },
      },
    },
    async ({ params }, reply) => {
      await schedules().remove(params.name);
      return reply.code(204).send(null);
    },
  );
}

function toApi({ last, nextRun, ...schedule }: PipelineScheduleState): Static<typeof Schedule> {
  return {
    ...schedule,
    nextRun: toTimeOrNull(nextRun),
    last: last === null ? null : { ...last, at: toTime(last.at) },
  };
}
