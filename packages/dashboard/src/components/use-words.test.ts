import { readdirSync, readFileSync } from 'node:fs';
import { ApiError, type FieldError } from '@personalize/sdk';
import { createInstance, type TFunction } from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import { en } from '../i18n/en/index.ts';
import { ptBR } from '../i18n/pt-br/index.ts';
import { wordsOf, wordsOfFailure, wordsOfField } from './use-words.ts';

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
    { path: '/epsilon', message: '', code: 'minimum', params: { limit: 0.001, got: '0.0001' } },
    'must be at least 0.001, not 0.0001',
    'precisa ser no mínimo 0,001, e não 0,0001',
  ],
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
  [
    {
      path: '/rule',
      message: '',
      code: 'noSuch',
      params: { kind: 'feature', got: '"viewz"', near: 'views' },
    },
    'There is no feature "viewz"; did you mean views?',
    'Não existe a feature "viewz"; você quis dizer views?',
  ],
  [
    { path: '/select', message: '', code: 'selectorNothing', params: { got: '"x"', known: ['a', 'b'] } },
    'The selector "x" finds nothing; there are a, b',
    'O seletor "x" não encontra nada; existem a, b',
  ],
  [
    { path: '/variants', message: '', code: 'weightSum', params: { got: 1.25 } },
    'The weights of the variants must add up to 1; they add up to 1.25.',
    'Os pesos das variantes precisam somar 1; a soma é 1,25.',
  ],
  [
    { path: '/seed', message: 'seed_changed', code: 'fixedWhileRunning' },
    'does not change while the experiment runs',
    'não muda enquanto o experimento está em andamento',
  ],
  [
    { path: '', message: '', code: 'oneOutcome', params: { part: 'test', positives: 0, rows: 12_000 } },
    'Of 12,000 rows of the test part 0 have the outcome; a ranker needs rows of both kinds. Wait for more data, or choose another outcome.',
    'De 12.000 linhas da parte de teste, 0 têm o resultado; um ordenador precisa de linhas dos dois tipos. Espere mais dados, ou escolha outro resultado.',
  ],
  [
    { path: '', message: '', code: 'featuresUndeclared', params: { features: ['a', 'b'] } },
    'The model needs features that are not declared: a, b. Declare them in personalize.config.ts, or name its columns by declared ones.',
    'O modelo precisa de features que não estão declaradas: a, b. Declare-as em personalize.config.ts, ou dê às colunas nomes declarados.',
  ],
  [
    { path: '', message: 'none', code: 'refused.no-decisions' },
    en.decisionRefusal['no-decisions'],
    ptBR.decisionRefusal['no-decisions'],
  ],
  [
    { path: '/a.sql', message: '', code: 'project.missingRef', params: { name: 'b', near: 'c' } },
    'There is no model called b; did you mean c?',
    'Não existe um modelo chamado b; você quis dizer c?',
  ],
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

test('a job says why it failed; one that failed before codes were kept says it in English', () => {
  const interrupted = { path: '', message: 'it stopped', code: 'interrupted', params: {} };
  expect(wordsOfFailure(portuguese, { error: 'it stopped', errors: [interrupted] })).toBe(
    ptBR.refusal.interrupted,
  );
  expect(wordsOfFailure(portuguese, { error: 'it stopped', errors: null })).toBe('it stopped');
  const foreign = { path: '', message: 'it broke', code: 'unprocessable', params: {} };
  expect(wordsOfFailure(portuguese, { error: 'it broke', errors: [foreign] })).toBe('it broke');
  expect(wordsOfFailure(portuguese, { error: null, errors: null })).toBe('');
});

test('reasons that are sentences follow each other, each once and without the field', () => {
  const twice = { path: '/a', message: '', code: 'twice', params: { got: '"x"' } };
  const errors = [
    twice,
    { ...twice, path: '/b' },
    { path: '/size', message: '', code: 'required', params: {} },
  ];
  expect(wordsOfFailure(english, { error: '', errors })).toBe('"x" is given twice. size is needed');
});

test('every reason that the server gives has words', () => {
  const source = new URL('../../../server/src/', import.meta.url);
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
  );
  const given = files.flatMap((file) =>
    [
      ...readFileSync(new URL(file, source), 'utf8').matchAll(/\b(?:refusal|coded)\(\s*'\w+',\s*'(\w+)'/g),
    ].map(([, code]) => code),
  );
  expect(given.length).toBeGreaterThan(40);
  const worded = new Set([...Object.keys(en.refusal), ...Object.keys(en.fieldRule)]);
  expect(given.filter((code) => !worded.has(code))).toEqual([]);
});

test('every reason is worded in both languages, with all that it names', () => {
  for (const code of Object.keys(en.refusal) as (keyof typeof en.refusal)[]) {
    const names = [...en.refusal[code].matchAll(/{{(\w+)/g)].map(([, name]) => name);
    const params = Object.fromEntries(names.map((name, i) => [name, 7001 + i]));
    for (const [t, language] of [
      [english, 'en'],
      [portuguese, 'pt-BR'],
    ] as const) {
      const words = wordsOfField(t, { path: '', message: 'the message', code, params });
      expect(words, code).not.toBe('the message');
      expect(words, code).not.toContain('{{');
      const write = new Intl.NumberFormat(language).format;
      for (const value of Object.values(params)) expect(words, code).toContain(write(value));
    }
  }
});
