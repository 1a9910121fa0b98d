import { ApiError, type FieldError } from '@personalize/sdk';
import { createInstance, type TFunction } from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import { en } from '../i18n/en/index.ts';
import { ptBR } from '../i18n/pt-br/index.ts';
import { wordsOf, wordsOfField } from './use-words.ts';

let english: TFunction;
let portuguese: TFunction;
beforeAll(async () => {
  const i18n = createInstance();
  await i18n.init({
    lng: 'en',
    resources: { en: { translation: en }, 'pt-BR': { translation: ptBR } },
    interpolation: { escapeValue: false },
  });
  [english, portuguese] = [i18n.getFixedT('en'), i18n.getFixedT('pt-BR')];
});

test.each<[FieldError, string, string]>([
  [
    { path: '/days', message: '', code: 'minimum', params: { limit: 1, got: '0' } },
    'must be at least 1, not 0',
    'precisa ser no mínimo 1, e não 0',
  ],
  [
    {
      path: '/kind',
      message: '',
      code: 'enum',
      params: { allowed: ['a', 'bar'], got: '"bra"', near: 'bar' },
    },
    'must be one of a, bar, not "bra"; did you mean bar?',
    'precisa ser um destes: a, bar; e não "bra"; você quis dizer bar?',
  ],
  [
    { path: '/x', message: '', code: 'type', params: { expected: ['integer', 'null'], got: '"a"' } },
    'must be a whole number or empty, not "a"',
    'precisa ser um número inteiro ou vazio, e não "a"',
  ],
  [
    { path: '/at', message: '', code: 'format', params: { limit: 'date-time', got: '"soon"' } },
    'must be a date with a time, not "soon"',
    'precisa ser uma data com hora, e não "soon"',
  ],
  [{ path: '/a', message: 'is odd', code: 'noSuchRule', params: {} }, 'is odd', 'is odd'],
])('%j in both languages', (error, inEnglish, inPortuguese) => {
  expect(wordsOfField(english, error)).toBe(inEnglish);
  expect(wordsOfField(portuguese, error)).toBe(inPortuguese);
});

test('a refusal names the fields; others say what to do', () => {
  const problem = { status: 400, code: 'invalid_request', title: '', detail: 'in English', errors: [] };
  const rest = { requestId: undefined, retryAfter: undefined };
  const errors = [
    { path: '/cards/3/title', message: '', code: 'required', params: {} },
    { path: '/cards/0', message: '', code: 'required', params: {} },
  ];
  expect(wordsOf(portuguese, new ApiError({ ...problem, ...rest, errors }))).toBe(
    'title é obrigatório; cards 0 é obrigatório',
  );
  expect(wordsOf(portuguese, new ApiError({ ...problem, ...rest }))).toBe('in English');
  expect(wordsOf(portuguese, new ApiError({ ...problem, ...rest, status: 409 }))).toMatch(/^Alguém mudou/);
});
