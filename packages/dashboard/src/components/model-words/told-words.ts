import type { Schemas } from '@personalize/sdk';
import type { TFunction } from 'i18next';
import type { Format } from '../../format/format.ts';
import { gateSentence } from './gate-words.ts';
import { metricName } from './metrics.ts';

type ToldCode = Schemas['ToldCode'];

/** What a job said, in the page's language; without a code, or with one unknown here, in the server's words. */
export function toldText(
  t: TFunction,
  format: Format,
  text: string,
  told: ToldCode | null | undefined,
): string {
  if (told === null || told === undefined) return text;
  const { code, params } = told;
  const [kind, rest] = split(code);
  if (kind === 'offPolicy') {
    return t('modelTold.offPolicy', { line: toldText(t, format, text, { code: rest, params }) });
  }
  if (kind === 'refused' && rest !== '') {
    return t('modelTold.because', { why: t(`decisionRefusal.${rest}`, { defaultValue: text }) });
  }
  if (kind === 'gate') return gateLine(t, format, text, rest, params);
  return t(`modelTold.${code}`, { ...written(t, format, params), ...countOf(params), defaultValue: text });
}

function gateLine(
  t: TFunction,
  format: Format,
  text: string,
  verdict: string,
  { gate, because, value, threshold, ...figures }: ToldCode['params'],
): string {
  const name = String(gate);
  return t('modelTold.gate', {
    gate: t(`modelGateShort.${name}`, { defaultValue: name }),
    verdict: t(`modelGate.${verdict === 'refused' ? 'failed' : verdict}`, { defaultValue: verdict }),
    why: gateSentence(t, format, {
      ...{ name, detail: text, code: String(because), figures },
      value: typeof value === 'number' ? value : null,
      threshold: typeof threshold === 'number' ? threshold : null,
    }),
  });
}

/** Numbers as the reader writes them, names of things as the page calls them. */
function written(t: TFunction, format: Format, params: ToldCode['params']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params).map(([key, value]) => {
      if (typeof value === 'number') return [key, format.exact(value)];
      if (key === 'from') return [key, t(`modelSource.${value}`, { defaultValue: value })];
      return [key, key === 'metric' ? metricName(t, value) : value];
    }),
  );
}

/** The number that a plural form goes by; its text stands in `formatted`. */
const countOf = ({ count }: ToldCode['params']) => (typeof count === 'number' ? { count } : {});

/** `offPolicy.replaying` → its kind and what follows. */
function split(code: string): [kind: string, rest: string] {
  const at = code.indexOf('.');
  return at < 0 ? [code, ''] : [code.slice(0, at), code.slice(at + 1)];
}
