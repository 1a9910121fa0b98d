import { createReadStream } from 'node:fs';
import Type from 'typebox';
import { AppError } from '../../errors.ts';
import {
  checkRequest,
  isLarge,
  type ReportFiles,
  type ReportMaker,
  type ReportRequest,
  type ReportSchedules,
  type Reports,
  reportJobKind,
} from '../../reporting/index.ts';
import type { AuditRepository } from '../../stores/control/control-store.ts';
import type { App } from '../app-instance.ts';
import { actorOf, type Caller, needs } from '../auth/access.ts';
import { sendBytes } from '../exports/send-bytes.ts';
import type { JobRunner } from '../jobs/job-runner.ts';
import { JobSchema, toJob } from '../jobs/schemas.ts';
import { refusals } from '../schemas.ts';
import { FileSchema, fileToApi, ReportBody, reportOf } from './schemas.ts';

export interface ReportsDependencies {
  maker: ReportMaker;
  files: ReportFiles;
  reports: Reports;
  schedules: ReportSchedules;
  jobs: JobRunner;
}

const tags = ['Reports'];
const read = { access: needs('analytics:read') };
const write = { access: needs('experiments:write', 'models:write') };
const IdPath = Type.Object({ id: Type.String({ maxLength: 64 }) });
const Binary = {
  description: 'The file.',
  content: { 'application/octet-stream': { schema: Type.String({ format: 'binary' }) } },
};

/** `POST /v1/reports`, and the files of those that took their time. */
export async function reportsRoutes(
  app: App,
  { maker, files, reports, jobs, audit }: ReportsDependencies & { audit: AuditRepository },
): Promise<void> {
  app.post(
    '/v1/reports',
    {
      config: read,
      schema: {
        operationId: 'makeReport',
        tags,
        summary: 'Make a report: CSV, Parquet, JSON, PNG, SVG or PDF',
        description:
          'From questions, from numbers that the caller has, or a whole data set. Answers the file; what is not bounded in size is a job instead, whose file `GET /v1/reports/files/{id}` hands out for seven days under the job’s id.',
        body: ReportBody,
        response: { 200: Binary, 202: JobSchema, ...refusals(400, 401, 403, 413, 415, 422, 429, 503) },
      },
    },
    async ({ body, caller }, reply) => {
      const request = reportOf(body);
      checkRequest(request);
      requireRights(request, caller);
      if (isLarge(request)) {
        const job = await jobs.start(reportJobKind, reports.jobInput(request, actorOf(caller)));
        return reply.code(202).header('location', `/v1/jobs/${job.id}`).send(toJob(job));
      }
      const made = await maker.make(request);
      await audit.append({
        id: crypto.randomUUID(),
        at: Date.now(),
        actor: actorOf(caller),
        action: 'report',
        target: made.name,
        detail: { format: request.format },
      });
      reply.header('content-type', made.mediaType);
      reply.header('content-disposition', disposition(made.name));
      return sendBytes(reply, made.bytes);
    },
  );
  app.post(
    '/v1/reports/renderer',
    {
      config: read,
      schema: {
        operationId: 'warmRenderer',
        tags,
        summary: 'Get ready to draw, so that the first picture or document comes as fast as the next',
        description: 'Drawing has a thread of its own, which ends after ten minutes without work.',
        response: { 204: Type.Null(), ...refusals(401, 403, 429, 503) },
      },
    },
    async (_request, reply) => {
      maker.warm();
      return reply.code(204).send(null);
    },
  );
  app.get(
    '/v1/reports/files',
    {
      config: read,
      schema: {
        operationId: 'listReportFiles',
        tags,
        summary: 'Your finished reports, newest first',
        response: { 200: Type.Object({ data: Type.Array(FileSchema) }), ...refusals(401, 403, 429, 503) },
      },
    },
    async ({ caller }) => ({
      data: (await files.list()).filter(({ owner }) => mayFetch(owner, caller)).map(fileToApi),
    }),
  );
  app.get(
    '/v1/reports/files/:id',
    {
      config: read,
      schema: {
        operationId: 'getReportFile',
        tags,
        summary: 'Fetch a finished report',
        description: 'For who asked for it and administrators, seven days long.',
        params: IdPath,
        response: { 200: Binary, ...refusals(401, 403, 404, 429, 503) },
      },
    },
    async ({ params: { id }, caller }, reply) => {
      const file = await files.get(id);
      requireOwner(file.owner, caller);
      reply.header('content-type', file.mediaType);
      reply.header('content-length', file.bytes);
      reply.header('content-disposition', disposition(file.name));
      return reply.send(createReadStream(files.path(id)));
    },
  );
  app.delete(
    '/v1/reports/files/:id',
    {
      config: write,
      schema: {
        operationId: 'removeReportFile',
        tags,
        summary: 'Delete a finished report, or stop one that is being made',
        params: IdPath,
        response: { 204: Type.Null(), ...refusals(401, 403, 404, 409, 429, 503) },
      },
    },
    async ({ params: { id }, caller }, reply) => {
      const job = await jobs.get(id);
      if (job?.kind === reportJobKind && job.finishedAt === null) {
        requireOwner(String(job.input.owner), caller);
        await jobs.cancel(id);
      } else {
        requireOwner((await files.get(id)).owner, caller);
        await files.remove(id);
      }
      return reply.code(204).send(null);
    },
  );
}

/** Whole data sets name every customer: for administrators only. @throws AppError `forbidden` */
export function requireRights({ blocks }: ReportRequest, caller: Caller): void {
  if (blocks.some(({ type }) => type === 'dataset') && !isAdmin(caller)) {
    throw new AppError('forbidden', 'a whole data set needs the scope admin');
  }
}

function isAdmin(caller: Caller): boolean {
  return caller.kind !== 'nobody' && caller.scopes.has('admin');
}

function mayFetch(owner: string, caller: Caller): boolean {
  return owner === actorOf(caller) || isAdmin(caller);
}

function requireOwner(owner: string, caller: Caller): void {
  // The same answer as for none: who may not have it does not learn that it is there.
  if (!mayFetch(owner, caller))
    throw new AppError('not_found', 'there is no such file, or it expired; make the report again');
}

/** With the name as it is (RFC 8187) and in ASCII for those who cannot read that. */
function disposition(name: string): string {
  const plain = name
    .normalize('NFD')
    .replace(/[^\x20-\x7e]/g, '')
    .replace(/["\\]/g, '');
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`;
}
