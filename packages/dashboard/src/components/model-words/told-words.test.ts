import i18next from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import { createFormat } from '../../format/format.ts';
import { ptBR } from '../../i18n/pt-br/index.ts';
import { gateSentence } from './gate-words.ts';
import { toldText } from './told-words.ts';

const format = createFormat('pt-BR', 'UTC');
const i18n = i18next.createInstance();
beforeAll(() =>
  i18n.init({
    lng: 'pt-BR',
    resources: { 'pt-BR': { translation: ptBR } },
    interpolation: { escapeValue: false },
  }),
);

test('a line of a log is told in the language of the page, with its numbers', () => {
  const told = { code: 'rows', params: { train: 12345, validation: 10, test: 9, features: 40 } };
  expect(toldText(i18n.t, format, 'rows: …', told)).toBe(
    'Linhas: 12.345 para treino, 10 para validação, 9 para teste; 40 features',
  );
  expect(toldText(i18n.t, format, 'x', { code: 'offPolicy.replaying', params: {} })).toBe(
    'Nas decisões registradas: repassando o registro de eventos',
  );
});

test('what an evaluation does is told in the language of the page', () => {
  const told = { code: 'estimating', params: { estimator: 'snips' } };
  expect(toldText(i18n.t, format, 'estimating by snips', told)).toBe(
    ptBR.modelTold.estimating.replace('{{estimator}}', 'snips'),
  );
});

test('a verdict in a log says why in the language of the page', () => {
  const params = { gate: 'offPolicy', because: 'fewSlots', decisions: 4000, figure: 112.4, limit: 200 };
  expect(toldText(i18n.t, format, 'gate …', { code: 'gate.skipped', params })).toBe(
    'Critério Avaliação off-policy: Não avaliado. As 4.000 decisões valem 112 itens para este modelo; é preciso pelo menos 200. Junte mais decisões ou explore mais.',
  );
});

test('what estimators refused is told as on the page of decisions', () => {
  const gate = { name: 'offPolicy', value: 1, threshold: 2, detail: 'English', code: 'too-few-customers' };
  expect(gateSentence(i18n.t, format, gate)).toBe(ptBR.decisionRefusal['too-few-customers']);
});

test('what has no code, or one that the page does not know, is told in the words of the server', () => {
  const gate = { name: 'quality', value: null, threshold: 0, detail: 'as the server says' };
  expect(gateSentence(i18n.t, format, gate)).toBe('as the server says');
  expect(gateSentence(i18n.t, format, { ...gate, code: 'new' })).toBe('as the server says');
  expect(toldText(i18n.t, format, 'a line', null)).toBe('a line');
  expect(toldText(i18n.t, format, 'a line', { code: 'unheardOf', params: {} })).toBe('a line');
});
