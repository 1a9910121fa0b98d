import Type, { type Static } from 'typebox';
import { AppError, type FieldError } from '../../errors.ts';

const oneOf = <T extends string>(values: readonly T[], description: string) =>
  Type.Unsafe<T>({ type: 'string', enum: values, description });

export const alertSteps = ['minute', 'hour', 'day'] as const;
export type AlertStep = (typeof alertSteps)[number];
/** Length of a step, ms; a day is a day of the alert's time zone, here its usual length. */
export const stepMs: Record<AlertStep, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** What else than metrics can have problems. */
export const problemKinds = ['models', 'experiments', 'pipeline', 'jobs'] as const;
export type ProblemKind = (typeof problemKinds)[number];

export const conditionSchema = Type.Object(
  {
    kind: oneOf(
      ['threshold', 'change', 'anomaly'],
      'Against a fixed value, against an earlier period, or against what is usual for the series.',
    ),
    direction: oneOf(['above', 'below', 'either'], 'Which side is bad.'),
    value: Type.Optional(
      Type.Number({ description: 'threshold: the value. change: the share, 0.2 for 20 %.' }),
    ),
    compare: Type.Optional(
      oneOf(
        ['previous', 'day', 'week'],
        'change: the period before, or the same one a day or a week earlier.',
      ),
    ),
    sensitivity: Type.Optional(
      Type.Number({
        minimum: 1,
        maximum: 20,
        default: 3.5,
        description: 'anomaly: robust standard deviations that the expected band is wide, on each side.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type Condition = Static<typeof conditionSchema>;

export const channelSchema = Type.Object(
  {
    kind: oneOf(['webhook', 'email'], 'How.'),
    to: Type.String({
      minLength: 3,
      maxLength: 2048,
      description: 'An address: https://… or name@example.com.',
    }),
    secret: Type.Optional(
      Type.String({
        maxLength: 200,
        description: 'webhook: `whsec_…`, signs messages. Never answered; left out, the stored one stays.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type Channel = Static<typeof channelSchema>;

export const alertSchema = Type.Object(
  {
    title: Type.String({ minLength: 1, maxLength: 120 }),
    enabled: Type.Optional(Type.Boolean({ default: true })),
    kind: oneOf(
      ['metric', ...problemKinds],
      'A metric of the semantic layer; or what is wrong with models in service, running experiments, the pipeline, or background jobs.',
    ),
    metric: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    filters: Type.Optional(
      Type.Array(Type.Unknown(), { maxItems: 100, description: 'As in `POST /v1/analytics/query`.' }),
    ),
    step: Type.Optional(oneOf(alertSteps, 'Length of a period; only whole periods are judged.')),
    timeZone: Type.Optional(Type.String({ maxLength: 64, description: "IANA name; default the server's." })),
    condition: Type.Optional(conditionSchema),
    subject: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 128,
        description:
          'Only this model, experiment, node of the pipeline or kind of job; for all kinds but metric.',
      }),
    ),
    forPeriods: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 60, default: 1, description: 'Periods in a row until it fires.' }),
    ),
    recoverPeriods: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 60,
        default: 1,
        description: 'Periods in a row until it is over.',
      }),
    ),
    channels: Type.Optional(Type.Array(channelSchema, { maxItems: 10 })),
    locale: Type.Optional(oneOf(['en', 'pt-BR'], 'Language of messages; default en.')),
  },
  { additionalProperties: false, title: 'AlertDefinition' },
);
export type AlertInput = Static<typeof alertSchema>;

/** An alert as it is stored: every default filled in. */
export interface AlertDefinition {
  title: string;
  enabled: boolean;
  watch: MetricWatch | ProblemWatch;
  channels: readonly Channel[];
  locale: 'en' | 'pt-BR';
}

/** Fires while something is wrong with what it looks at: all of a kind, or one of them. */
export interface ProblemWatch {
  kind: ProblemKind;
  subject: string | null;
}

export interface MetricWatch {
  kind: 'metric';
  metric: string;
  filters: readonly unknown[];
  step: AlertStep;
  timeZone: string;
  condition: Required<Omit<Condition, 'value'>> & { value: number };
  forPeriods: number;
  recoverPeriods: number;
}

/** Fills in defaults and checks what goes together. Throws `invalid_request`; names are checked by the query. */
export function parseAlert(input: AlertInput, defaultZone: string): AlertDefinition {
  const errors: FieldError[] = [];
  const refused = (code: string, path: string, message: string, params: FieldError['params'] = {}) =>
    errors.push({ path, message, code, params });
  const need = (path: string, message: string) => refused('required', path, message);
  const leaveOut = (path: string, kind: string) =>
    refused('foreign', path, `belongs to alerts of kind ${kind}; leave it out`);
  const { title, enabled = true, channels = [], locale = 'en' } = input;
  const common = { title, enabled, channels, locale };
  if (input.kind !== 'metric') {
    for (const name of ['metric', 'filters', 'step', 'condition'] as const) {
      if (input[name] !== undefined) leaveOut(`/${name}`, 'metric');
    }
    refuse(errors);
    return { ...common, watch: { kind: input.kind, subject: input.subject ?? null } };
  }
  const { metric, filters = [], step, condition } = input;
  if (metric === undefined) need('/metric', 'is needed for an alert of kind metric');
  if (step === undefined) need('/step', 'is needed: minute, hour or day');
  if (condition === undefined) need('/condition', 'is needed: threshold, change or anomaly');
  else if (condition.kind !== 'anomaly' && condition.value === undefined) {
    need('/condition/value', `is needed for a ${condition.kind}`);
  } else if (condition.kind === 'change' && !((condition.value ?? 0) > 0)) {
    const [limit, got] = [0, condition.value ?? 0];
    const message = `must be above 0, such as 0.2 for 20 %, got ${got}`;
    refused('exclusiveMinimum', '/condition/value', message, { limit, got });
  } else if (condition.kind === 'threshold' && condition.direction === 'either') {
    const message = 'a threshold is crossed above or below, got either';
    refused('enum', '/condition/direction', message, { allowed: ['above', 'below'], got: 'either' });
  }
  if (input.subject !== undefined) leaveOut('/subject', problemKinds.join(', '));
  refuse(errors);
  if (metric === undefined || step === undefined || condition === undefined) throw new Error('unreachable');
  const { value = 0, compare = 'previous', sensitivity = 3.5 } = condition;
  return {
    ...common,
    watch: {
      kind: 'metric',
      metric,
      filters,
      step,
      timeZone: input.timeZone ?? defaultZone,
      condition: { kind: condition.kind, direction: condition.direction, value, compare, sensitivity },
      forPeriods: input.forPeriods ?? 1,
      recoverPeriods: input.recoverPeriods ?? 1,
    },
  };
}

/** Secrets are not answered, so a definition that comes back lacks them: those of the same addresses stay. */
export function keepSecrets(next: AlertDefinition, stored: AlertDefinition): AlertDefinition {
  const known = new Map(stored.channels.map(({ kind, to, secret }) => [`${kind} ${to}`, secret]));
  const channels = next.channels.map((channel) => {
    const secret = channel.secret ?? known.get(`${channel.kind} ${channel.to}`);
    return secret === undefined ? channel : { ...channel, secret };
  });
  return { ...next, channels };
}

/** Alerts that were stored when only models had problems name one as `model`. */
export function fromStored(stored: AlertDefinition): AlertDefinition {
  const { watch } = stored;
  if (watch.kind !== 'models' || !('model' in watch)) return stored;
  return { ...stored, watch: { kind: 'models', subject: (watch.model as string | null) ?? null } };
}

/** The definition as it came in, without secrets: for answers and for editing. */
export function toInput({ watch, ...common }: AlertDefinition): AlertInput {
  const channels = common.channels.map(({ kind, to }) => ({ kind, to }));
  if (watch.kind !== 'metric') {
    const { kind, subject } = watch;
    return { ...common, channels, kind, ...(subject === null ? {} : { subject }) };
  }
  return { ...common, ...watch, channels, filters: [...watch.filters], condition: { ...watch.condition } };
}

function refuse(errors: readonly FieldError[]): void {
  if (errors.length === 0) return;
  const detail = errors.map(({ path, message }) => `${path} ${message}`).join('; ');
  throw new AppError('invalid_request', detail.slice(0, 1000), { errors: [...errors] });
}
