import type { XyPoint } from '@personalize/charts';
import Type, { type Static, type TSchema } from 'typebox';
import {
  datasetNames,
  type ReportFile,
  type ReportRequest,
  type ReportRun,
  reportFormats,
  type ScheduleState,
} from '../../reporting/index.ts';
import { AnalyticsQuery } from '../analytics/schemas.ts';
import type { Access, Caller } from '../auth/access.ts';
import { FieldErrorSchema } from '../problem.ts';
import { Nullable, Time, toTime, toTimeOrNull } from '../schemas.ts';
import { shownAddress } from '../webhook-address.ts';

const closed = { additionalProperties: false } as const;
const When = Type.Optional(Type.String({ format: 'date-time' }));
const Name = Type.String({ maxLength: 200 });
const Title = Type.String({ minLength: 1, maxLength: 200 });
const Zone = Type.String({ maxLength: 64, description: 'IANA name.' });
const oneOf = <T extends string>(values: readonly T[], description?: string) =>
  Type.Unsafe<T>({ type: 'string', enum: values, ...(description && { description }) });
const optional = <T extends TSchema>(schema: T) => Type.Optional(schema);
const LastDays = optional(
  Type.Integer({
    minimum: 1,
    maximum: 1100,
    description: 'Whole days up to the last midnight, instead of from and to.',
  }),
);

const Unit = Type.Object(
  {
    style: oneOf(['number', 'currency', 'percent']),
    currency: optional(Type.String({ pattern: '^[A-Z]{3}$' })),
  },
  closed,
);
const Value = Nullable(Type.Number());
const Lines = Type.Object(
  {
    kind: Type.Literal('lines'),
    series: Type.Array(
      Type.Object(
        {
          key: Name,
          name: Name,
          points: Type.Array(
            Type.Unsafe<XyPoint>({
              type: 'array',
              items: { type: ['number', 'null'] },
              minItems: 2,
              maxItems: 4,
            }),
            { maxItems: 20_000, description: '`[x, y, low?, high?]`, x ascending; epoch ms on a time axis.' },
          ),
          interval: optional(oneOf(['band', 'whiskers'])),
          draw: optional(oneOf(['line', 'points', 'both'])),
          dashed: optional(Type.Boolean()),
          reference: optional(Type.Boolean()),
        },
        closed,
      ),
      { maxItems: 50 },
    ),
    x: Type.Object(
      {
        name: Name,
        type: optional(oneOf(['value', 'time', 'log'])),
        min: optional(Type.Number()),
        max: optional(Type.Number()),
        step: optional(Type.Number()),
        unit: optional(Unit),
      },
      closed,
    ),
    y: Type.Object(
      { name: Name, min: optional(Type.Number()), max: optional(Type.Number()), unit: Unit },
      closed,
    ),
    marks: optional(Type.Array(Type.Object({ x: Type.Number(), name: Name }, closed), { maxItems: 200 })),
  },
  closed,
);
const Bars = Type.Object(
  {
    kind: Type.Literal('bars'),
    categories: Type.Array(Name, { maxItems: 500 }),
    series: Type.Array(
      Type.Object(
        {
          key: Name,
          name: Name,
          values: Type.Array(Value, { maxItems: 500 }),
          reference: optional(Type.Boolean()),
        },
        closed,
      ),
      { maxItems: 20 },
    ),
    layout: oneOf(['rows', 'columns']),
    unit: Unit,
    categoryName: optional(Name),
    valueName: optional(Name),
    limit: optional(Type.Object({ value: Type.Number(), name: Name }, closed)),
  },
  closed,
);

const QueryBlock = Type.Object(
  {
    type: Type.Literal('query'),
    title: optional(Title),
    query: Type.Object({ ...AnalyticsQuery.properties, from: When, to: When }, closed),
    lastDays: LastDays,
    show: optional(oneOf(['chart', 'table', 'both', 'figures'])),
  },
  closed,
);
const DataBlock = Type.Object(
  {
    type: Type.Literal('data'),
    title: Title,
    notes: optional(Type.Array(Type.String({ maxLength: 500 }), { maxItems: 10 })),
    chart: optional(Type.Union([Lines, Bars])),
    table: optional(
      Type.Object(
        {
          columns: Type.Array(
            Type.Object(
              { name: Name, type: oneOf(['string', 'number', 'time']), unit: optional(Unit) },
              closed,
            ),
            { minItems: 1, maxItems: 60 },
          ),
          rows: Type.Array(
            Type.Array(Type.Union([Type.String({ maxLength: 10_000 }), Type.Number(), Type.Null()]), {
              maxItems: 60,
            }),
            { maxItems: 20_000 },
          ),
        },
        closed,
      ),
    ),
    asOf: When,
  },
  closed,
);
const DatasetBlock = Type.Object(
  {
    type: Type.Literal('dataset'),
    dataset: oneOf(datasetNames),
    from: When,
    to: When,
    eventType: optional(Type.String({ minLength: 1, maxLength: 64 })),
    lastDays: LastDays,
  },
  closed,
);

export const ReportBody = Type.Object(
  {
    title: optional(Title),
    format: oneOf(reportFormats),
    blocks: Type.Array(Type.Union([QueryBlock, DataBlock, DatasetBlock]), {
      minItems: 1,
      maxItems: 60,
      description: 'One; a pdf takes more. `dataset` needs the scope admin and is made in the background.',
    }),
    locale: optional(oneOf(['en', 'pt-BR'])),
    timeZone: optional(Zone),
    theme: optional(oneOf(['light', 'dark'], 'Of pictures; a pdf is always light.')),
    width: optional(Type.Integer({ minimum: 240, maximum: 4000, description: 'px of a picture.' })),
    height: optional(
      Type.Integer({ minimum: 120, maximum: 4000, description: 'px of the chart in a picture.' }),
    ),
    scale: optional(
      Type.Number({
        minimum: 1,
        maximum: 4,
        description: 'PNG pixels for each px; default 2. A picture has 64 million at most.',
      }),
    ),
    csv: optional(
      Type.Object(
        {
          separator: optional(oneOf([',', ';', '\t'])),
          bom: optional(Type.Boolean({ description: 'Start with a byte-order mark, for spreadsheets.' })),
        },
        closed,
      ),
    ),
  },
  { ...closed, title: 'Report' },
);

/** The body as the maker takes it; kept apart so that a drift of the two is a type error. */
export function reportOf(body: Static<typeof ReportBody>): ReportRequest {
  return body;
}

const Email = Type.String({ maxLength: 254 });
const recipients = {
  folder: optional(
    Type.String({ pattern: '^[a-z0-9][a-z0-9_-]{0,63}$', description: 'Under the data folder’s `reports`.' }),
  ),
  emails: optional(Type.Array(Email, { minItems: 1, maxItems: 50 })),
};
const Url = Type.String({ maxLength: 2000 });
const scheduleFields = {
  name: Title,
  report: ReportBody,
  cron: Type.String({ maxLength: 100, description: 'Minute, hour, day of month, month, day of week.' }),
  timeZone: Zone,
  enabled: Type.Boolean(),
};
export const ScheduleBody = Type.Object(
  {
    ...scheduleFields,
    to: Type.Object(
      {
        ...recipients,
        webhook: optional(
          Type.Object(
            {
              url: Url,
              secret: optional(
                Type.String({
                  maxLength: 120,
                  description: '`whsec_` + base64; signs what is sent. Never shown again.',
                }),
              ),
            },
            closed,
          ),
        ),
      },
      closed,
    ),
  },
  { ...closed, title: 'ReportScheduleInput' },
);

export const RunSchema = Type.Object(
  {
    id: Type.String({ description: 'Also that of its job.' }),
    cause: oneOf(['schedule', 'manual', 'test']),
    state: oneOf(['running', 'done', 'failed']),
    startedAt: Time,
    finishedAt: Nullable(Time),
    error: Nullable(Type.String()),
    errors: Type.Array(FieldErrorSchema, { description: 'The error as codes.' }),
    fileId: Nullable(Type.String()),
    bytes: Nullable(Type.Integer()),
  },
  { title: 'ReportRun' },
);
export const ScheduleSchema = Type.Object(
  {
    id: Type.String(),
    ...scheduleFields,
    to: Type.Object({
      ...recipients,
      webhook: optional(Type.Object({ url: Url, signed: Type.Boolean() })),
    }),
    createdAt: Time,
    updatedAt: Time,
    nextRun: Nullable(Time),
    lastRun: Nullable(RunSchema),
  },
  { title: 'ReportSchedule' },
);
export const FileSchema = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    mediaType: Type.String(),
    bytes: Type.Integer(),
    scheduleId: Nullable(Type.String()),
    createdAt: Time,
    expiresAt: Time,
  },
  { title: 'ReportFile' },
);

export function runToApi({ scheduleId: _, errors = [], ...run }: ReportRun): Static<typeof RunSchema> {
  return { ...run, errors, startedAt: toTime(run.startedAt), finishedAt: toTimeOrNull(run.finishedAt) };
}

/** @param setting who may set where it goes */
export function scheduleToApi(
  { owner: _, ...schedule }: ScheduleState,
  setting: Access,
  caller: Caller,
): Static<typeof ScheduleSchema> {
  const { webhook, ...to } = schedule.to;
  return {
    ...schedule,
    report: schedule.report as Static<typeof ReportBody>,
    to: {
      ...to,
      ...(webhook && {
        webhook: { url: shownAddress(webhook.url, setting, caller), signed: webhook.secret !== undefined },
      }),
    },
    createdAt: toTime(schedule.createdAt),
    updatedAt: toTime(schedule.updatedAt),
    nextRun: toTimeOrNull(schedule.nextRun),
    lastRun: schedule.lastRun && runToApi(schedule.lastRun),
  };
}

export function fileToApi({ owner: _, personal: _personal, ...file }: ReportFile): Static<typeof FileSchema> {
  return { ...file, createdAt: toTime(file.createdAt), expiresAt: toTime(file.expiresAt) };
}
