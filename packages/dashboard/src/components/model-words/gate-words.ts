import type { TFunction } from 'i18next';
import type { Gate } from '../../api/models.ts';
import type { Format } from '../../format/format.ts';
import { methodName } from './metrics.ts';

/** A gate's value or bound, as it is read. */
export function gateValue(format: Format, gate: string, value: number): string {
  if (gate === 'latency') return format.duration(value);
  if (gate === 'coverage' || gate === 'offPolicy') return format.percent(value);
  return format.fixed(value, 4);
}

/**
 * What a gate found, as a sentence in the page's language. Verdicts that were stored before they had codes, and
 * codes that the page does not know, are told in the server's words.
 */
export function gateSentence(
  t: TFunction,
  format: Format,
  {
    name,
    code,
    figures = {},
    value,
    threshold,
    detail,
  }: Omit<Gate, 'passed' | 'skipped' | 'margin' | 'rule'>,
): string {
  if (code === undefined) return detail;
  const params = Object.fromEntries(
    Object.entries(figures).map(([key, figure]) => [key, figureText(t, format, name, code, key, figure)]),
  );
  const measured = {
    value: value === null ? '–' : gateValue(format, name, value),
    threshold: threshold === null ? '–' : gateValue(format, name, threshold),
  };
  const key = name + code.charAt(0).toUpperCase() + code.slice(1);
  // What estimators refuse is known to the page that shows their results.
  const refusal = t(`decisionRefusal.${code}`, { defaultValue: detail });
  return t(`modelGateWhy.${key}`, { ...params, ...measured, defaultValue: refusal });
}

const rates = new Set([
  ...['served', 'servedLow', 'servedHigh', 'doublyRobust', 'doublyRobustLow', 'doublyRobustHigh'],
  ...['snips', 'snipsLow', 'snipsHigh'],
]);
const differences = new Set(['mean', 'low', 'high', 'share']);
const shares = new Set(['own', 'before']);

function figureText(
  t: TFunction,
  format: Format,
  gate: string,
  code: string,
  key: string,
  figure: number | string,
): string {
  if (typeof figure === 'string') {
    if (key === 'against') return methodName(t, figure);
    return key === 'reward' ? t(`modelLabel.${figure}`, { defaultValue: figure }) : figure;
  }
  if (rates.has(key)) return format.fixed(figure, 4);
  if (shares.has(key) || code === 'unsupported') return format.percent(figure);
  if (!differences.has(key)) return format.count(figure);
  if (gate === 'offPolicy') return format.change(figure);
  return (figure > 0 ? '+' : '') + format.fixed(figure, 4);
}
