import { ApiError, ConnectionError, type FieldError } from '@personalize/sdk';
import type { TFunction } from 'i18next';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

const rules = [
  ...(['type', 'required', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'] as const),
  ...(['multipleOf', 'minLength', 'maxLength', 'minItems', 'maxItems', 'uniqueItems'] as const),
  ...(['minProperties', 'maxProperties', 'pattern', 'format', 'enum', 'unknown', 'taken'] as const),
  ...(['together', 'apart', 'after', 'foreign'] as const),
];
const types = ['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'] as const;
const formats = ['date-time', 'date', 'email', 'uri'] as const;

/** What is wrong with one field, in the reader's language where the server says which rule it breaks. */
export function wordsOfField(t: TFunction, { code, params = {}, message }: FieldError): string {
  const rule = rules.find((one) => one === code);
  if (rule === undefined) return message;
  const known = (value: unknown) => {
    const type = types.find((one) => one === value);
    return type === undefined ? String(value) : t(`fieldType.${type}`);
  };
  const limit = formats.find((one) => one === params.limit);
  const list = (value: unknown, write: (one: unknown) => string) =>
    Array.isArray(value) ? value.map(write).join(rule === 'type' ? t('fieldRule.or') : ', ') : '';
  const words = t(`fieldRule.${rule}`, {
    ...params,
    limit: limit === undefined ? params.limit : t(`fieldFormat.${limit}`),
    expected: list(params.expected, known),
    allowed: list(params.allowed, String),
  });
  return params.near === undefined ? words : `${words}; ${t('fieldRule.meant', { near: params.near })}`;
}

/** Why something was refused or failed, in a sentence of the reader's language where there is one. */
export function wordsOf(t: TFunction, error: Error): string {
  if (error instanceof ConnectionError) return t('error.unreachable');
  if (!(error instanceof ApiError)) return error.message;
  const { errors } = error.problem;
  if (errors.some(({ code }) => code !== undefined)) {
    return errors.map((one) => `${nameOf(one.path)} ${wordsOfField(t, one)}`.trim()).join('; ');
  }
  return error.status === 400 || error.status === 422 ? error.message : remedyOf(t, error);
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
