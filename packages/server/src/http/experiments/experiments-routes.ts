import Type, { type Static } from 'typebox';
import { AppError } from '../../errors.ts';
import { experimentSchema } from '../../experimentation/definition.ts';
import type { Ending, ExperimentService } from '../../experimentation/experiment-service.ts';
import type { App } from '../app-instance.ts';
import { actorOf, type Caller, needs } from '../auth/access.ts';
import { refusals } from '../schemas.ts';
import { bodyChecksItself } from '../validation.ts';
import {
  Experiment,
  ExperimentPath,
  expectedVersion,
  IfMatch,
  StopRequest,
  toApi,
  withoutMetadata,
} from './schemas.ts';

const tags = ['Experiments'];

/** Experiments as drafts, running and ended. */
export async function experimentsRoutes(app: App, deps: { experiments: ExperimentService }): Promise<void> {
  const { experiments } = deps;
  const read = { access: needs('analytics:read', 'experiments:write') };
  const write = { access: needs('experiments:write') };
  app.get(
    '/v1/experiments',
    {
      config: read,
      schema: {
        operationId: 'listExperiments',
        tags,
        summary: 'List experiments, newest first',
        response: {
          200: Type.Object({ data: Type.Array(Experiment), nextCursor: Type.Null() }),
          ...refusals(401, 403, 429),
        },
      },
    },
    async () => ({ data: experiments.list().map(toApi), nextCursor: null }),
  );
  app.post(
    '/v1/experiments',
    {
      config: write,
      validatorCompiler: bodyChecksItself,
      schema: {
        operationId: 'createExperiment',
        tags,
        summary: 'Make a draft of an experiment',
        body: experimentSchema,
        response: { 201: Experiment, ...refusals(400, 401, 403, 404, 409, 413, 415, 429, 503) },
      },
    },
    async (request, reply) => {
      const made = await experiments.create(withoutMetadata(request.body), actorOf(request.caller));
      return reply
        .code(201)
        .header('etag', `"${made.version}"`)
        .header('location', `/v1/experiments/${made.experiment.key}`)
        .send(toApi(made));
    },
  );
  app.get(
    '/v1/experiments/:key',
    {
      config: read,
      schema: {
        operationId: 'getExperiment',
        tags,
        summary: 'One experiment',
        params: ExperimentPath,
        response: { 200: Experiment, ...refusals(400, 401, 403, 404, 429) },
      },
    },
    async (request, reply) => {
      const stored = experiments.stored(request.params.key);
      reply.header('etag', `"${stored.version}"`);
      return toApi(stored);
    },
  );
  app.put(
    '/v1/experiments/:key',
    {
      config: write,
      validatorCompiler: bodyChecksItself,
      schema: {
        operationId: 'replaceExperiment',
        tags,
        summary: 'Change an experiment',
        description:
          'While it runs, changes that would mix data of different assignments are refused by name (409); others are noted under `edits`.',
        params: ExperimentPath,
        headers: IfMatch,
        body: experimentSchema,
        response: { 200: Experiment, ...refusals(400, 401, 403, 404, 409, 413, 415, 429, 503) },
      },
    },
    async (request, reply) => {
      const { key } = request.params;
      const expected = expectedVersion(request.headers['if-match']);
      const body = withoutMetadata(request.body);
      const stored = await experiments.replace(key, body, actorOf(request.caller), expected);
      reply.header('etag', `"${stored.version}"`);
      return toApi(stored);
    },
  );
  app.delete(
    '/v1/experiments/:key',
    {
      config: write,
      schema: {
        operationId: 'removeExperiment',
        tags,
        summary: 'Remove a draft',
        params: ExperimentPath,
        response: { 204: Type.Null(), ...refusals(400, 401, 403, 404, 409, 429, 503) },
      },
    },
    async (request, reply) => {
      await experiments.remove(request.params.key, actorOf(request.caller));
      return reply.code(204).send(null);
    },
  );
  app.post(
    '/v1/experiments/:key/start',
    {
      config: write,
      schema: {
        operationId: 'startExperiment',
        tags,
        summary: 'Assign customers from now on',
        params: ExperimentPath,
        headers: IfMatch,
        response: { 200: Experiment, ...refusals(400, 401, 403, 404, 409, 429, 503) },
      },
    },
    async (request, reply) => {
      const expected = expectedVersion(request.headers['if-match']);
      const stored = await experiments.start(request.params.key, actorOf(request.caller), expected);
      reply.header('etag', `"${stored.version}"`);
      return toApi(stored);
    },
  );
  app.post(
    '/v1/experiments/:key/stop',
    {
      config: write,
      // The body may be left out.
      preValidation: async (request) => {
        request.body ??= {};
      },
      schema: {
        operationId: 'stopExperiment',
        tags,
        summary: 'End an experiment for good',
        description: 'With the outcome and the reason, they are kept with it and audited with who gave them.',
        params: ExperimentPath,
        headers: IfMatch,
        body: StopRequest,
        response: { 200: Experiment, ...refusals(400, 401, 403, 404, 409, 413, 415, 429, 503) },
      },
    },
    async ({ params: { key }, headers, body, caller }, reply) => {
      const expected = expectedVersion(headers['if-match']);
      const stored = await experiments.stop(key, actorOf(caller), expected, endingOf(body, caller));
      reply.header('etag', `"${stored.version}"`);
      return toApi(stored);
    },
  );
}

/** @throws AppError `invalid_request` for an outcome or a variant without a reason */
function endingOf({ outcome, variant, reason }: Static<typeof StopRequest>, caller: Caller): Ending | null {
  if (outcome === undefined && variant === undefined && reason === undefined) return null;
  if (reason === undefined) {
    const message = 'is needed with an outcome: say why, for who reads it later';
    throw new AppError('invalid_request', `reason ${message}`, { errors: [{ path: '/reason', message }] });
  }
  const name = caller.kind === 'person' ? caller.user.name : caller.kind === 'key' ? caller.key.name : '';
  const by = { id: actorOf(caller), name };
  return { outcome: outcome ?? 'stopped', variant: variant ?? null, reason: reason.trim(), by };
}
