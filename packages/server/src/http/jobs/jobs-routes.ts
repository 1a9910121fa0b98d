import Type from 'typebox';
import { AppError } from '../../errors.ts';
import type { Job } from '../../stores/control/control-store.ts';
import type { App } from '../app-instance.ts';
import { needs, requireAccess } from '../auth/access.ts';
import { startEventStream } from '../live/event-stream.ts';
import { Id, pageOf, pageQuery, refusals, toTime } from '../schemas.ts';
import type { JobNote } from './job-notes.ts';
import type { JobRunner } from './job-runner.ts';
import { JobDetailSchema, JobSchema, JobStateSchema, toJob, toJobDetail } from './schemas.ts';

const JobId = Type.Object({ id: Id('The job.') });
const heartbeatMs = 10_000;

/** Long work: what runs, how far it is, and stopping it. */
export async function jobsRoutes(app: App, { jobs }: { jobs: JobRunner }): Promise<void> {
  const read = {
    access: needs('analytics:read', 'models:write', 'customers:write', 'experiments:write', 'catalog:write'),
  };
  const write = { access: needs('models:write', 'customers:write', 'experiments:write') };
  app.get(
    '/v1/jobs',
    {
      config: read,
      schema: {
        operationId: 'listJobs',
        tags: ['Jobs'],
        summary: 'List jobs, newest first',
        querystring: pageQuery({
          kind: Type.Optional(Type.String({ maxLength: 64 })),
          state: Type.Optional(JobStateSchema),
        }),
        response: { 200: pageOf(JobSchema), ...refusals(400, 401, 403, 429) },
      },
    },
    async (request) => {
      const page = await jobs.list(request.query);
      return { data: page.data.map(toJob), nextCursor: page.nextCursor };
    },
  );
  app.get(
    '/v1/jobs/:id',
    {
      config: read,
      schema: {
        operationId: 'getJob',
        tags: ['Jobs'],
        summary: 'One job, with the newest lines and points that it told',
        params: JobId,
        response: { 200: JobDetailSchema, ...refusals(400, 401, 403, 404, 429) },
      },
    },
    async ({ params: { id } }) => toJobDetail(existing(await jobs.get(id)), await jobs.notes(id)),
  );
  app.delete(
    '/v1/jobs/:id',
    {
      config: write,
      schema: {
        operationId: 'cancelJob',
        tags: ['Jobs'],
        summary: 'Cancel a job',
        description:
          'Erasures need `customers:write`; evaluations and reports `experiments:write` or `models:write`; all others `models:write`.',
        params: JobId,
        response: { 200: JobSchema, ...refusals(400, 401, 403, 404, 409, 429) },
      },
    },
    async ({ params: { id }, caller }) => {
      const { kind } = existing(await jobs.get(id));
      requireAccess(needs(...jobs.cancelNeeds(kind)), caller);
      return toJob(existing(await jobs.cancel(id)));
    },
  );
  app.get(
    '/v1/jobs/:id/stream',
    {
      config: read,
      compress: false,
      // A stream has no end, hence no headers-only answer.
      exposeHeadRoute: false,
      schema: {
        operationId: 'followJob',
        tags: ['Jobs'],
        summary: 'Follow a job until it ends (server-sent events)',
        params: JobId,
        response: {
          200: {
            description:
              'A message for each change; events `log` ({line, told, at}) and `metric` ({iteration, name, value, at}) for what it tells. The stream ends with the job.',
            content: { 'text/event-stream': { schema: JobSchema } },
          },
          ...refusals(400, 401, 403, 404, 429),
        },
      },
    },
    async (request, reply) => {
      const job = existing(await jobs.get(request.params.id));
      const notes = await jobs.notes(job.id);
      const stream = startEventStream(reply);
      if (stream.destroyed) return;
      let id = 0;
      const send = (changed: Job) => {
        if (changed.id !== job.id) return;
        stream.write(`id: ${++id}\ndata: ${JSON.stringify(toJob(changed))}\n\n`);
        if (changed.finishedAt !== null) stream.end();
      };
      const tell = (note: JobNote) => {
        if (note.jobId !== job.id) return;
        const { jobId: _, kind, at, ...rest } = note;
        stream.write(`event: ${kind}\ndata: ${JSON.stringify({ ...rest, at: toTime(at) })}\n\n`);
      };
      const heartbeat = setInterval(() => stream.write(': still here\n\n'), heartbeatMs);
      stream.on('close', () => {
        clearInterval(heartbeat);
        jobs.off('change', send);
        jobs.off('note', tell);
      });
      for (const note of notes) tell(note);
      jobs.on('note', tell);
      jobs.on('change', send);
      send((await jobs.get(job.id)) ?? job);
    },
  );
}

function existing(job: Job | undefined): Job {
  if (job === undefined) throw new AppError('not_found', 'there is no job of this id');
  return job;
}
