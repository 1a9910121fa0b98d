import { ApiError, ConnectionError, type FieldError } from '@personalize/sdk';
import type { TFunction } from 'i18next';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

const rules = [
  ...(['type', 'required', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'] as const),
  ...(['multipleOf', 'minLength', 'maxLength', 'minItems', 'maxItems', 'uniqueItems'] as const),
  ...(['minProperties', 'maxProperties', 'pattern', 'format', 'enum', 'unknown', 'taken'] as const),
  ...(['together', 'apart', 'after', 'foreign', 'shape', 'fixedWhileRunning'] as const),
];
const types = ['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'] as const;
const formats = ['date-time', 'date', 'email', 'uri'] as const;

type Params = NonNullable<FieldError['params']>;

/** Of a job, or of a run that was one. */
interface Failure {
  error: string | null;
  errors: readonly FieldError[] | null;
}

/** What is wrong with one field, in the reader's language where the server says which rule it breaks. */
export function wordsOfField(t: TFunction, { code, params = {}, message }: FieldError): string {
  const rule = rules.find((one) => one === code);
  if (rule === undefined) return code === undefined ? message : sentenceOf(t, code, params, message);
  const known = (value: unknown) => {
    const type = types.find((one) => one === value);
    return type === undefined ? String(value) : t(`fieldType.${type}`);
  };
  const limit = formats.find((one) => one === params.limit);
  const list = (value: unknown, write: (one: unknown) => string) =>
    Array.isArray(value) ? value.map(write).join(rule === 'type' ? t('fieldRule.or') : ', ') : '';
  const words = t(`fieldRule.${rule}`, {
    ...params,
    got: numberOf(t, params.got),
    limit: limit === undefined ? numberOf(t, params.limit) : t(`fieldFormat.${limit}`),
    expected: list(params.expected, known),
    allowed: list(params.allowed, String),
  });
  return withOthers(t, words, params);
}

/** A reason that is a sentence of its own, not a rule about a field; of codes unknown here the server's message. */
function sentenceOf(t: TFunction, code: string, params: Params, message: string): string {
  const [kind, rest] = code.split('.', 2);
  if (rest !== undefined && kind === 'refused') {
    return t(`decisionRefusal.${rest}`, { defaultValue: message });
  }
  const values = Object.entries(params).map(([key, value]) => [key, nameOfValue(t, key, value)] as const);
  const named = Object.fromEntries(values);
  if (rest !== undefined && kind === 'project') {
    const problem = t(`pipelineProblem.${rest}`, { ...named, defaultValue: '' });
    return problem === '' ? message : withOthers(t, problem, params);
  }
  const words = t(`refusal.${code}`, { ...named, defaultValue: '' });
  return words === '' ? message : withOthers(t, words, params);
}

/** What was meant by a wrong name, or which ones there are. */
function withOthers(t: TFunction, words: string, { near, known }: Params): string {
  const open = words.replace(/\.$/, '');
  if (near !== undefined) return `${open}; ${t('fieldRule.meant', { near })}`;
  return Array.isArray(known) ? `${open}; ${t('fieldRule.there', { known: known.join(', ') })}` : words;
}

/** Values that the page has words for; lists as one text. */
function nameOfValue(t: TFunction, key: string, value: Params[string]): string {
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value === 'number') return String(numberOf(t, value));
  if (key === 'kind') return t(`refusedThing.${value}`, { defaultValue: value });
  if (key === 'part') return t(`trainingPart.${value}`, { defaultValue: value });
  if (key === 'command') return t(`pipelineCommand.${value}`, { defaultValue: value });
  if (key === 'label' || key === 'asked') return t(`outcome.${value}`, { defaultValue: value });
  return value;
}

/** A number, which refused values are shown as JSON, as the reader writes it; anything else as it is. */
function numberOf(t: TFunction, value: Params[string] | undefined): Params[string] | undefined {
  const isNumber =
    typeof value === 'number' || (typeof value === 'string' && /^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(value));
  return isNumber ? t('fieldRule.number', { value: Number(value) }) : value;
}

/** Why something was refused or failed, in a sentence of the reader's language where there is one. */
export function wordsOf(t: TFunction, error: Error): string {
  if (error instanceof ConnectionError) return t('error.unreachable');
  if (!(error instanceof ApiError)) return error.message;
  const { errors } = error.problem;
  if (errors.some(({ code }) => code !== undefined)) return wordsOfFields(t, errors);
  return error.status === 400 || error.status === 422 ? error.message : remedyOf(t, error);
}

/** Why work in the background failed, in the reader's language where the reason is known as a code. */
export function wordsOfFailure(t: TFunction, { error, errors }: Failure): string {
  return errors?.some(({ code }) => code !== undefined) ? wordsOfFields(t, errors) : (error ?? '');
}

/** Each reason once: sentences as they are, what is said about a field with its name. */
function wordsOfFields(t: TFunction, errors: readonly FieldError[]): string {
  const told = errors.map((one) => {
    const words = wordsOfField(t, one);
    const isSentence = words !== one.message && !rules.some((rule) => rule === one.code);
    return isSentence ? words : `${nameOf(one.path)} ${words}`.trim();
  });
  return [...new Set(told)].reduce((all, one) => `${all}${/[.?]$/.test(all) ? ' ' : '; '}${one}`);
}

/** What to do about a failure. */
export function remedyOf(t: TFunction, error: Error): string {
  if (error instanceof ConnectionError) return t('error.unreachable');
  if (!(error instanceof ApiError)) return t('error.unexpected');
  const { status } = error;
  if (status === 400 || status === 422) return t('error.refused');
  if (status === 401) return t('error.signedOut');
  if (status === 403) return t('error.forbidden');
  if (status === 404) return t('error.notFound');
  if (status === 409) return t('error.conflict');
  if (status === 410) return t('error.gone');
  if (status === 413) return t('error.tooLarge');
  return error.temporary ? t('error.busy') : t('error.unexpected');
}

/** See {@link wordsOf}. */
export function useWords(): (error: Error) => string {
  const { t } = useTranslation();
  return useCallback((error: Error) => wordsOf(t, error), [t]);
}

/** See {@link wordsOfFailure}. */
export function useFailureWords(): (failure: Failure) => string {
  const { t } = useTranslation();
  return useCallback((failure: Failure) => wordsOfFailure(t, failure), [t]);
}

/** What is wrong with the field at a place of the body, or with what lies in it; undefined: nothing is. */
export function useFieldWords(error: Error | null | undefined): (path: string) => string | undefined {
  const { t } = useTranslation();
  const errors = error instanceof ApiError ? error.problem.errors : [];
  return (path) => {
    const found = errors.find((one) => one.path === path || one.path.startsWith(`${path}/`));
    return found && wordsOfField(t, found);
  };
}

/** The last name of a JSON Pointer, as people meet it: numbers are places of a list, which say nothing alone. */
function nameOf(path: string): string {
  const parts = path.split('/').filter(Boolean);
  const named = parts.findLastIndex((part) => !/^\d+$/.test(part));
  return parts.slice(Math.max(0, named)).join(' ').replaceAll('~1', '/').replaceAll('~0', '~');
}
