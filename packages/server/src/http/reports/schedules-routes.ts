import Type from 'typebox';
import { type ScheduleState, scheduledReportJobKind } from '../../reporting/index.ts';
import type { AuditRepository } from '../../stores/control/control-store.ts';
import type { JsonObject } from '../../stores/journal/record.ts';
import type { App } from '../app-instance.ts';
import { actorOf, type Caller, needs } from '../auth/access.ts';
import { JobSchema, toJob } from '../jobs/schemas.ts';
import { refusals } from '../schemas.ts';
import { type ReportsDependencies, requireRights } from './reports-routes.ts';
import { RunSchema, reportOf, runToApi, ScheduleBody, ScheduleSchema, scheduleToApi } from './schemas.ts';

const tags = ['Reports'];
const read = { access: needs('analytics:read') };
// It sends numbers out of the house by itself: more than reading them.
const write = { access: needs('experiments:write', 'models:write') };
const IdPath = Type.Object({ id: Type.String({ maxLength: 64 }) });

/** Reports made by the clock and taken to a folder, a webhook or mail addresses. */
export async function reportSchedulesRoutes(
  app: App,
  { schedules, jobs, audit }: ReportsDependencies & { audit: AuditRepository },
): Promise<void> {
  const note = (caller: Caller, action: string, target: string, detail: JsonObject = {}) =>
    audit.append({ id: crypto.randomUUID(), at: Date.now(), actor: actorOf(caller), action, target, detail });

  const answer = (schedule: ScheduleState, caller: Caller) => scheduleToApi(schedule, write.access, caller);

  app.get(
    '/v1/reports/schedules',
    {
      config: read,
      schema: {
        operationId: 'listReportSchedules',
        tags,
        summary: 'Scheduled reports with their last and next run',
        response: { 200: Type.Object({ data: Type.Array(ScheduleSchema) }), ...refusals(401, 403, 429, 503) },
      },
    },
    async ({ caller }) => ({ data: schedules.list().map((one) => answer(one, caller)) }),
  );
  app.post(
    '/v1/reports/schedules',
    {
      config: write,
      schema: {
        operationId: 'createReportSchedule',
        tags,
        summary: 'Schedule a report',
        body: ScheduleBody,
        response: { 201: ScheduleSchema, ...refusals(400, 401, 403, 409, 413, 415, 422, 429, 503) },
      },
    },
    async ({ body, caller }, reply) => {
      const input = { ...body, report: reportOf(body.report) };
      requireRights(input.report, caller);
      const schedule = await schedules.create(input, actorOf(caller));
      await note(caller, 'schedule report', schedule.name);
      return reply.code(201).send(answer(schedule, caller));
    },
  );
  app.get(
    '/v1/reports/schedules/:id',
    {
      config: read,
      schema: {
        operationId: 'getReportSchedule',
        tags,
        summary: 'One scheduled report',
        params: IdPath,
        response: { 200: ScheduleSchema, ...refusals(401, 403, 404, 429, 503) },
      },
    },
    async ({ params: { id }, caller }) => answer(schedules.get(id), caller),
  );
  app.put(
    '/v1/reports/schedules/:id',
    {
      config: write,
      schema: {
        operationId: 'updateReportSchedule',
        tags,
        summary: 'Change or pause a scheduled report',
        description: 'A webhook without `secret` keeps the one it had while its address stays.',
        params: IdPath,
        body: ScheduleBody,
        response: { 200: ScheduleSchema, ...refusals(400, 401, 403, 404, 413, 415, 422, 429, 503) },
      },
    },
    async ({ params: { id }, body, caller }) => {
      const input = { ...body, report: reportOf(body.report) };
      requireRights(input.report, caller);
      requireRights(schedules.get(id).report, caller);
      const schedule = await schedules.update(id, input);
      await note(caller, 'change report', schedule.name, { enabled: schedule.enabled });
      return answer(schedule, caller);
    },
  );
  app.delete(
    '/v1/reports/schedules/:id',
    {
      config: write,
      schema: {
        operationId: 'removeReportSchedule',
        tags,
        summary: 'Delete a scheduled report and its history',
        description:
          'Can be undone for an hour, until the server restarts: `POST /v1/reports/schedules/{id}/restore`.',
        params: IdPath,
        response: { 204: Type.Null(), ...refusals(401, 403, 404, 429, 503) },
      },
    },
    async ({ params: { id }, caller }, reply) => {
      const { name } = schedules.get(id);
      await schedules.remove(id);
      await note(caller, 'delete report', name);
      return reply.code(204).send(null);
    },
  );
  app.post(
    '/v1/reports/schedules/:id/restore',
    {
      config: write,
      schema: {
        operationId: 'restoreReportSchedule',
        tags,
        summary: 'Put a deleted scheduled report back, its secret and history too',
        params: IdPath,
        response: { 200: ScheduleSchema, ...refusals(400, 401, 403, 409, 410, 422, 429, 503) },
      },
    },
    async ({ params: { id }, caller }) => {
      requireRights(schedules.removed(id).report, caller);
      const schedule = await schedules.restore(id);
      await note(caller, 'restore report', schedule.name);
      return answer(schedule, caller);
    },
  );
  app.post(
    '/v1/reports/schedules/:id/run',
    {
      config: write,
      schema: {
        operationId: 'runReportSchedule',
        tags,
        summary: 'Make and deliver a scheduled report now',
        params: IdPath,
        body: Type.Object(
          { test: Type.Optional(Type.Boolean({ description: 'Marks the run as a test in the history.' })) },
          { additionalProperties: false },
        ),
        response: { 202: JobSchema, ...refusals(400, 401, 403, 404, 429, 503) },
      },
    },
    async ({ params: { id }, body: { test }, caller }, reply) => {
      const schedule = schedules.get(id);
      requireRights(schedule.report, caller);
      const job = await jobs.start(scheduledReportJobKind, {
        scheduleId: id,
        cause: test ? 'test' : 'manual',
      });
      await note(caller, 'run report', schedule.name);
      return reply.code(202).header('location', `/v1/jobs/${job.id}`).send(toJob(job));
    },
  );
  app.get(
    '/v1/reports/schedules/:id/runs',
    {
      config: read,
      schema: {
        operationId: 'listReportRuns',
        tags,
        summary: 'Runs of a scheduled report, newest first',
        params: IdPath,
        response: { 200: Type.Object({ data: Type.Array(RunSchema) }), ...refusals(401, 403, 404, 429, 503) },
      },
    },
    async ({ params: { id } }) => {
      schedules.get(id);
      return { data: (await schedules.runs(id)).map(runToApi) };
    },
  );
}
