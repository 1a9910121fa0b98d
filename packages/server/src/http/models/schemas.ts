import type { FastifyRequest } from 'fastify';
import Type, { type Static } from 'typebox';
import {
  type AliasState,
  aliasPattern,
  type ModelReport,
  type ModelVersion,
  modelNamePattern,
  type ServingState,
} from '../../learning/index.ts';
import type { AliasChange } from '../../stores/control/model-repository.ts';
import { FreeObject, Nullable, Time, toTime } from '../schemas.ts';
import { reportFields, reportToApi } from './report-schemas.ts';
import { ScheduleSchema } from './train-schemas.ts';

/** For calls whose body has nothing that must be said: none is as good as `{}`. */
export async function emptyBody(request: FastifyRequest): Promise<void> {
  request.body ??= {};
}

export const ModelName = Type.String({
  pattern: modelNamePattern,
  description: 'The model, such as `ranker`.',
});
const AliasName = Type.String({
  pattern: aliasPattern,
  description: '`champion`, `challenger`, `shadow` or any.',
});
const VersionNumber = Type.Integer({ minimum: 1, maximum: 999_999_999 });

export const ModelPath = Type.Object({ name: ModelName });
export const VersionPath = Type.Object({ name: ModelName, version: VersionNumber });
export const AliasPath = Type.Object({ name: ModelName, alias: AliasName });

export const GateSchema = Type.Object(
  {
    name: Type.String(),
    passed: Type.Boolean(),
    skipped: Type.Boolean({ description: 'Not judged, for want of data; counts as passed.' }),
    value: Nullable(Type.Number({ description: 'What was measured; null when it could not be.' })),
    threshold: Nullable(Type.Number()),
    margin: Nullable(
      Type.Number({
        description: 'How far the value lies on the right side of the threshold; negative: on the wrong one.',
      }),
    ),
    rule: Type.Enum(['above', 'atLeast', 'atMost']),
    detail: Type.String({ description: 'In words, with the figures.' }),
    code: Type.Optional(
      Type.String({
        description:
          'The sentence as a code of its gate, for readers of another language; older verdicts have none.',
      }),
    ),
    figures: Type.Optional(
      Type.Record(Type.String(), Type.Union([Type.Number(), Type.String()]), {
        description: 'What the sentence names; shares of 1, milliseconds.',
      }),
    ),
  },
  { title: 'Gate', description: 'A condition that a version must meet to become champion.' },
);

export const SignatureSchema = Type.Object(
  {
    features: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
      maxItems: 10_000,
      description: 'Columns in order: declared features, or `source.NAME` for a source’s evidence.',
    }),
    output: Type.Enum(['margin', 'probability', 'value']),
    input: Type.Optional(Type.String({ maxLength: 200, description: 'ONNX: name of the graph’s input.' })),
    outputName: Type.Optional(
      Type.String({ maxLength: 200, description: 'ONNX: name of the graph’s output.' }),
    ),
  },
  { additionalProperties: false },
);

const versionFields = {
  name: Type.String(),
  version: Type.Integer(),
  kind: Type.Enum(['trees', 'xgboost', 'onnx', 'heuristic']),
  format: Type.Enum(['xgboost-ubjson', 'xgboost-json', 'onnx', 'none']),
  state: Type.Enum(['ready', 'removed']),
  label: Nullable(Type.String()),
  aliases: Type.Array(Type.String(), { description: 'That point here now.' }),
  summary: Type.Record(Type.String(), Type.Number()),
  notes: Type.String(),
  tags: Type.Array(Type.String()),
  createdAt: Time,
  createdBy: Type.String(),
};

export const VersionSchema = Type.Object(versionFields, { title: 'ModelVersion' });

export const VersionDetailSchema = Type.Object(
  {
    ...versionFields,
    signature: SignatureSchema,
    featureHash: Nullable(Type.String()),
    sha256: Nullable(Type.String()),
    bytes: Type.Integer(),
    seed: Nullable(Type.Integer()),
    parameters: Nullable(FreeObject),
    dataRange: Nullable(FreeObject),
    calibrator: Nullable(FreeObject),
    codeVersion: Type.String(),
    ...reportFields,
    gates: Type.Array(GateSchema, { description: 'As judged last; a promotion judges again.' }),
    details: Type.Record(Type.String(), Type.Unknown(), {
      description: 'Checks of the data, what was skipped, how calibration was chosen.',
    }),
  },
  { title: 'ModelVersionDetail' },
);

export const AliasSchema = Type.Object(
  {
    alias: Type.String(),
    version: Type.Integer(),
    changedAt: Time,
    serving: Nullable(
      Type.String({ description: '`name@version` that answers now; null: the built-in ranker.' }),
    ),
    problem: Nullable(Type.String({ description: 'Why the version it names does not serve.' })),
  },
  { title: 'ModelAlias' },
);

export const ProblemSchema = Type.Object(
  {
    model: Type.String({ description: '`name@version` of the champion.' }),
    kind: Type.Enum(['reward', 'calibration', 'featureDrift', 'scoreDrift', 'missing']),
    feature: Nullable(Type.String()),
    value: Type.Number(),
    limit: Type.Number(),
    detail: Type.String(),
    rollsBack: Type.Boolean(),
  },
  { title: 'ModelProblem', description: 'A limit that a champion is beyond now.' },
);

export const ModelSummarySchema = Type.Object(
  {
    name: Type.String(),
    versions: Type.Integer(),
    latest: VersionSchema,
    aliases: Type.Array(AliasSchema),
    problems: Type.Array(ProblemSchema),
  },
  { title: 'Model' },
);

const GateLimits = Type.Object(
  {
    minimumGain: Type.Number(),
    calibrationError: Type.Number(),
    calibrationSlack: Type.Number(),
    latencyMs: Type.Number(),
    latencyFactor: Type.Number(),
    coverageShare: Type.Number(),
    offPolicyLoss: Type.Number(),
    offPolicySlots: Type.Number(),
    offPolicyUnsupported: Type.Number(),
    offPolicyWithoutSupport: Type.Enum(['skip', 'refuse']),
  },
  { title: 'GateLimits' },
);
const WatchLimits = Type.Object(
  {
    fewestDecisions: Type.Number(),
    sigmas: Type.Number(),
    calibrationSlack: Type.Number(),
    fewestSlots: Type.Number(),
    drift: Type.Number(),
    missing: Type.Number(),
    rollback: Type.Boolean(),
  },
  { title: 'WatchLimits' },
);
export const ModelSchema = Type.Object(
  {
    name: Type.String(),
    versions: Type.Array(VersionSchema),
    aliases: Type.Array(AliasSchema),
    gates: Nullable(
      Type.Object(
        { version: Type.Integer(), passed: Type.Boolean(), gates: Type.Array(GateSchema) },
        { description: 'As the newest judged version was judged last.' },
      ),
    ),
    limits: Type.Object(
      { gates: GateLimits, watch: WatchLimits },
      { description: 'In force, from the `learning` section of personalize.config.ts.' },
    ),
    problems: Type.Array(ProblemSchema),
    schedule: Nullable(ScheduleSchema),
  },
  { title: 'ModelWithVersions' },
);

export const AliasChangeSchema = Type.Object(
  {
    alias: Type.String(),
    version: Nullable(Type.Integer({ description: 'Null: the alias was removed.' })),
    previous: Nullable(Type.Integer({ description: 'Null: the alias was new.' })),
    changedAt: Time,
    changedBy: Type.String(),
    reason: Type.String(),
    override: Type.Boolean({ description: 'A gate had refused.' }),
    rollback: Type.Boolean(),
    gates: Type.Array(GateSchema),
  },
  { title: 'AliasChange' },
);

const Reason = Type.String({
  minLength: 1,
  maxLength: 1000,
  description: 'Why; kept in the history and the audit.',
});

export const AliasBody = Type.Object(
  {
    version: VersionNumber,
    reason: Type.Optional(Reason),
    override: Type.Optional(
      Type.Boolean({ description: 'Set it although a gate refuses; needs a reason and is audited.' }),
    ),
  },
  { additionalProperties: false },
);

export const RollbackBody = Type.Object(
  { alias: Type.Optional(AliasName), reason: Type.Optional(Reason) },
  { additionalProperties: false },
);

export const AnnotateBody = Type.Object(
  {
    notes: Type.Optional(Type.String({ maxLength: 10_000 })),
    tags: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { maxItems: 50 })),
  },
  { additionalProperties: false, minProperties: 1 },
);

export const ImportBody = Type.Object(
  {
    format: Type.Enum(['xgboost-json', 'xgboost-ubjson', 'onnx']),
    model: Type.Union([Type.String({ minLength: 1 }), FreeObject], {
      description: 'The file in base64; XGBoost JSON may also stand here as it is.',
    }),
    signature: Type.Optional(Type.Partial(SignatureSchema, { additionalProperties: false })),
    label: Type.Optional(Type.Enum(['click', 'conversion', 'value'])),
    notes: Type.Optional(Type.String({ maxLength: 10_000 })),
    tags: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { maxItems: 50 })),
  },
  { additionalProperties: false },
);

export const CompareSchema = Type.Object(
  {
    versions: Type.Array(Type.String()),
    metrics: Type.Array(
      Type.Object({
        name: Type.String(),
        values: Type.Array(Nullable(Type.Number())),
        differs: Type.Boolean(),
      }),
    ),
    parameters: Type.Array(
      Type.Object({ name: Type.String(), values: Type.Array(Type.Unknown()), differs: Type.Boolean() }),
    ),
    features: Type.Array(Type.Object({ name: Type.String(), present: Type.Array(Type.Boolean()) })),
    importance: Type.Array(Type.Object({ name: Type.String(), values: Type.Array(Nullable(Type.Number())) })),
  },
  { title: 'ModelComparison' },
);

export function versionToApi(
  version: ModelVersion,
  aliases: readonly AliasState[],
): Static<typeof VersionSchema> {
  const { name, kind, format, state, label, summary, notes, tags, createdBy } = version;
  return {
    ...{ name, version: version.version, kind, format, state, label, summary, notes, tags, createdBy },
    aliases: aliases.filter((one) => one.version === version.version).map(({ alias }) => alias),
    createdAt: toTime(version.createdAt),
  };
}

export function detailToApi(
  version: ModelVersion,
  report: ModelReport,
  aliases: readonly AliasState[],
): Static<typeof VersionDetailSchema> {
  const { signature, featureHash, sha256, bytes, seed, parameters, dataRange, calibrator, codeVersion } =
    version;
  return {
    ...versionToApi(version, aliases),
    ...{ signature, featureHash, sha256, bytes, seed, parameters, codeVersion },
    dataRange: dataRange === null ? null : { ...dataRange },
    calibrator: calibrator === null ? null : { ...calibrator },
    ...reportToApi(report),
    ...{ gates: report.gates, details: report.details },
  };
}

export function aliasToApi(
  state: AliasState,
  { serving, problem }: ServingState,
): Static<typeof AliasSchema> {
  const { alias, version, changedAt } = state;
  return { alias, version, changedAt: toTime(changedAt), serving, problem };
}

export function changeToApi(change: AliasChange): Static<typeof AliasChangeSchema> {
  const { alias, version, previous, changedAt, changedBy, reason, detail } = change;
  return {
    ...{ alias, version, previous, changedBy, reason },
    changedAt: toTime(changedAt),
    override: detail.override === true,
    rollback: detail.rollback === true,
    gates: (detail.gates ?? []) as unknown as Static<typeof GateSchema>[],
  };
}
