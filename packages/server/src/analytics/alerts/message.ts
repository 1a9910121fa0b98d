import type { StoredAlert } from './alert-state.ts';
import type { AlertDefinition } from './definition.ts';

export type MessageKind = 'firing' | 'ok' | 'noData' | 'error' | 'test';

/** What a receiver is told, as a mail's text and as a webhook's body. */
export interface AlertMessage {
  subject: string;
  text: string;
  body: {
    type: `alert.${MessageKind}`;
    timestamp: string;
    data: {
      alertId: string;
      title: string;
      /** What is watched: metric, models, experiments, pipeline or jobs. */
      kind: AlertDefinition['watch']['kind'];
      metric: string | null;
      /** Start of the period, RFC 3339; null when there is none. */
      at: string | null;
      value: number | null;
      low: number | null;
      high: number | null;
      detail: string;
    };
  };
}

const words = {
  en: {
    firing: 'fires',
    ok: 'is over',
    noData: 'has no data',
    error: 'cannot be judged',
    test: 'is a test',
    value: 'Value',
    allowed: 'Allowed',
    period: 'Period from',
    above: 'at least',
    below: 'at most',
    to: 'to',
    page: 'More on the page Alerts',
  },
  'pt-BR': {
    firing: 'disparou',
    ok: 'voltou ao normal',
    noData: 'está sem dados',
    error: 'não pôde ser avaliado',
    test: 'é um teste',
    value: 'Valor',
    allowed: 'Permitido',
    period: 'Período a partir de',
    above: 'no mínimo',
    below: 'no máximo',
    to: 'a',
    page: 'Mais na página Alertas',
  },
} as const;

/** Writes a message in the alert's language, with times in its zone. */
export function writeMessage(alert: StoredAlert, kind: MessageKind, now: number, detail = ''): AlertMessage {
  const { definition, id, state } = alert;
  const { title, watch, locale } = definition;
  const metric = watch.kind === 'metric' ? watch.metric : null;
  const last = kind === 'test' || watch.kind !== 'metric' ? undefined : state.recent.at(-1);
  const text = words[locale];
  const number = new Intl.NumberFormat(locale, { maximumSignificantDigits: 6 });
  const lines = [`${title} ${text[kind]}.`];
  if (last !== undefined && metric !== null) {
    lines.push(`${text.value}: ${metric} = ${last.value === null ? '–' : number.format(last.value)}`);
    if (last.low !== null || last.high !== null) {
      lines.push(`${text.allowed}: ${range(last.low, last.high, definition, number)}`);
    }
    lines.push(`${text.period}: ${dateTime(last.at, definition)}`);
  }
  if (detail !== '') lines.push(detail);
  lines.push('', `${text.page}: /alerts/${id}`);
  return {
    subject: `${title} ${text[kind]}`,
    text: lines.join('\n'),
    body: {
      type: `alert.${kind}`,
      timestamp: new Date(now).toISOString(),
      data: {
        ...{ alertId: id, title, kind: watch.kind, metric },
        at: last === undefined ? null : new Date(last.at).toISOString(),
        value: last?.value ?? null,
        low: last?.low ?? null,
        high: last?.high ?? null,
        detail,
      },
    },
  };
}

function range(
  low: number | null,
  high: number | null,
  { locale }: AlertDefinition,
  number: Intl.NumberFormat,
): string {
  const text = words[locale];
  if (low === null) return `${text.below} ${high === null ? '–' : number.format(high)}`;
  if (high === null) return `${text.above} ${number.format(low)}`;
  return `${number.format(low)} ${text.to} ${number.format(high)}`;
}

function dateTime(at: number, { watch, locale }: AlertDefinition): string {
  const timeZone = watch.kind === 'metric' ? watch.timeZone : 'UTC';
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'long', timeZone }).format(at);
}
