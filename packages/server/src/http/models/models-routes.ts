import Type from 'typebox';
import { AppError } from '../../errors.ts';
import type { LearningSettings, Models, TrainSchedules, Watch } from '../../learning/index.ts';
import type { App } from '../app-instance.ts';
import { actorOf, needs } from '../auth/access.ts';
import { refusals } from '../schemas.ts';
import {
  AnnotateBody,
  aliasToApi,
  CompareSchema,
  detailToApi,
  GateSchema,
  ImportBody,
  ModelPath,
  ModelSchema,
  ModelSummarySchema,
  VersionDetailSchema,
  VersionPath,
  VersionSchema,
  versionToApi,
} from './schemas.ts';
import { scheduleToApi } from './train-schemas.ts';

export interface ModelsDependencies {
  models: Models;
  watch: Watch;
  /** What gates and watching are held against. */
  limits: LearningSettings;
  schedules: () => TrainSchedules;
}

const tags = ['Models'];
/** Bytes of an import's body: a file of 48 MB in base64. */
const importLimit = 64 * 1024 * 1024;
const mostCompared = 10;

/** The registry: which models and versions there are, and how they compare. */
export async function modelsRoutes(
  app: App,
  { models, watch, limits, schedules }: ModelsDependencies,
): Promise<void> {
  const read = { access: needs('analytics:read', 'models:write', 'recommendations:read') };
  const write = { access: needs('models:write') };
  const { registry, server } = models;
  const aliasesOf = (name: string) =>
    registry.aliases(name).map((one) => aliasToApi(one, server.stateOf(`${name}@${one.alias}`)));
  const scheduleOf = (name: string) => {
    const found = schedules()
      .list()
      .find((one) => one.name === name);
    return found === undefined ? null : scheduleToApi(found);
  };
  app.get(
    '/v1/models',
    {
      config: read,
      schema: {
        operationId: 'listModels',
        tags,
        summary: 'List models with their aliases',
        response: {
          200: Type.Object({ data: Type.Array(ModelSummarySchema), nextCursor: Type.Null() }),
          ...refusals(401, 403, 429),
        },
      },
    },
    async () => ({
      data: registry.names().map((name) => {
        const versions = registry.versions(name);
        const latest = versionToApi(versions[0], registry.aliases(name));
        return {
          ...{ name, versions: versions.length, latest, aliases: aliasesOf(name) },
          problems: watch.problems(name),
        };
      }),
      nextCursor: null,
    }),
  );
  app.get(
    '/v1/models/:name',
    {
      config: read,
      schema: {
        operationId: 'getModel',
        tags,
        summary: 'One model: versions, newest first, aliases, gates with their limits, and problems now',
        params: ModelPath,
        response: { 200: ModelSchema, ...refusals(400, 401, 403, 404, 429) },
      },
    },
    async ({ params: { name } }) => ({
      name,
      versions: registry.versions(name).map((one) => versionToApi(one, registry.aliases(name))),
      aliases: aliasesOf(name),
      gates: await latestGates(models, name),
      limits: { gates: limits.gates, watch: limits.watch },
      problems: watch.problems(name),
      schedule: scheduleOf(name),
    }),
  );
  app.get(
    '/v1/models/:name/compare',
    {
      config: read,
      schema: {
        operationId: 'compareModelVersions',
        tags,
        summary: 'Versions side by side',
        params: ModelPath,
        querystring: Type.Object(
          {
            versions: Type.String({
              pattern: '^[1-9][0-9]{0,8}(,[1-9][0-9]{0,8})*$',
              maxLength: 200,
              description: 'Numbers with commas between: `3,5`.',
            }),
          },
          { additionalProperties: false },
        ),
        response: { 200: CompareSchema, ...refusals(400, 401, 403, 404, 429) },
      },
    },
    async ({ params, query }) => {
      const versions = query.versions.split(',').map(Number);
      if (versions.length > mostCompared) {
        throw new AppError(
          'invalid_request',
          `versions must be at most ${mostCompared}, got ${versions.length}`,
        );
      }
      return models.compare(params.name, versions);
    },
  );
  app.get(
    '/v1/models/:name/versions/:version',
    {
      config: read,
      schema: {
        operationId: 'getModelVersion',
        tags,
        summary: 'One version with its metrics, curves and gates',
        params: VersionPath,
        response: { 200: VersionDetailSchema, ...refusals(400, 401, 403, 404, 429) },
      },
    },
    async ({ params: { name, version } }) =>
      detailToApi(registry.get(name, version), await registry.report(name, version), registry.aliases(name)),
  );
  app.patch(
    '/v1/models/:name/versions/:version',
    {
      config: write,
      schema: {
        operationId: 'annotateModelVersion',
        tags,
        summary: 'Change notes and tags',
        params: VersionPath,
        body: AnnotateBody,
        response: { 200: VersionSchema, ...refusals(400, 401, 403, 404, 413, 415, 429, 503) },
      },
    },
    async ({ params: { name, version }, body, caller }) =>
      versionToApi(await registry.annotate(name, version, body, actorOf(caller)), registry.aliases(name)),
  );
  app.get(
    '/v1/models/:name/versions/:version/gates',
    {
      config: read,
      schema: {
        operationId: 'judgeModelVersion',
        tags,
        summary: 'Whether a version could become champion now',
        params: VersionPath,
        response: {
          200: Type.Object({ passed: Type.Boolean(), gates: Type.Array(GateSchema) }),
          ...refusals(400, 401, 403, 404, 422, 429, 503),
        },
      },
    },
    async ({ params: { name, version } }) => {
      const gates = await models.judge(registry.get(name, version));
      return { passed: gates.every(({ passed }) => passed), gates };
    },
  );
  app.post(
    '/v1/models/:name/versions',
    {
      config: write,
      bodyLimit: importLimit,
      schema: {
        operationId: 'importModel',
        tags,
        summary: 'Import a model made elsewhere (XGBoost JSON or UBJSON, ONNX) as the next version',
        params: ModelPath,
        body: ImportBody,
        response: { 201: VersionDetailSchema, ...refusals(400, 401, 403, 413, 415, 422, 429, 503) },
      },
    },
    async ({ params: { name }, body, caller }, reply) => {
      const { model, ...rest } = body;
      const file = fileOf(model, body.format);
      const made = await models.import({ ...rest, name, file, by: actorOf(caller) });
      reply.code(201).header('location', `/v1/models/${name}/versions/${made.version}`);
      return detailToApi(made, await registry.report(name, made.version), registry.aliases(name));
    },
  );
}

/** How many of the newest versions are asked for what gates said. */
const mostAsked = 5;

async function latestGates({ registry }: Models, name: string) {
  for (const { version } of registry.versions(name).slice(0, mostAsked)) {
    const { gates } = await registry.report(name, version);
    if (gates.length > 0) return { version, passed: gates.every(({ passed }) => passed), gates };
  }
  return null;
}

function fileOf(model: string | object, format: string): Uint8Array {
  if (typeof model === 'string') {
    const bytes = Buffer.from(model, 'base64');
    if (bytes.length > 0) return bytes;
    throw invalid('model must be the file in base64');
  }
  if (format === 'xgboost-json') return Buffer.from(JSON.stringify(model));
  throw invalid(`model must be the file in base64 for the format ${format}`);
}

function invalid(message: string): AppError {
  return new AppError('invalid_request', message, { errors: [{ path: '/model', message }] });
}
