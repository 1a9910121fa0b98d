import Type from 'typebox';
import { expect, test } from 'vitest';
import { explainFailures, explainMismatch } from './explain-failure.ts';
import { bodyCheck } from './http/validation.ts';

const check = bodyCheck({
  type: 'object',
  required: ['title'],
  additionalProperties: false,
  properties: {
    title: { type: 'string', minLength: 2, pattern: '^[a-z]+$' },
    days: { type: 'integer', minimum: 1, maximum: 30 },
    kind: { type: 'string', enum: ['line', 'bar', 'table'] },
    at: { type: 'string', format: 'date-time' },
  },
});

test.each([
  [{}, { path: '/title', code: 'required' }],
  [
    { title: 'abc', titel: 1 },
    { path: '/titel', code: 'unknown', params: { near: 'title' } },
  ],
  [
    { title: 'abc', zzzzzzzzz: 1 },
    { path: '/zzzzzzzzz', code: 'unknown', params: {} },
  ],
  [{ title: 5 }, { path: '/title', code: 'type', params: { expected: ['string'], got: '5' } }],
  [{ title: 'a' }, { path: '/title', code: 'minLength', params: { limit: 2, got: '"a"' } }],
  [{ title: 'ABC' }, { path: '/title', code: 'pattern', params: { got: '"ABC"' } }],
  [
    { title: 'abc', days: 0 },
    { path: '/days', code: 'minimum', params: { limit: 1, got: '0' } },
  ],
  [
    { title: 'abc', days: 31 },
    { path: '/days', code: 'maximum', params: { limit: 30, got: '31' } },
  ],
  [
    { title: 'abc', kind: 'lien' },
    { path: '/kind', code: 'enum', params: { allowed: ['line', 'bar', 'table'], near: 'line' } },
  ],
  [
    { title: 'abc', at: 'soon' },
    { path: '/at', code: 'format', params: { limit: 'date-time' } },
  ],
])('%j is told by a code and what it names', (body, expected) => {
  expect(check(body)).toBe(false);
  const told = explainFailures(check.errors ?? []);
  expect(told).toHaveLength(1);
  expect(told[0]).toMatchObject(expected);
  expect(told[0].message).not.toBe('');
});

test('a slip in a name is answered with the name that was meant', () => {
  check({ title: 'abc', kind: 'tabel', dasy: 3 });
  const messages = explainFailures(check.errors ?? []).map(({ message }) => message);
  expect(messages).toContain('is not a known field; did you mean "days"?');
  expect(messages.some((message) => message.endsWith('did you mean "table"?'))).toBe(true);
});

const shape = Type.Object({
  effect: Type.Union([
    Type.Object(
      { kind: Type.Literal('value'), size: Type.Number({ minimum: 1 }) },
      { additionalProperties: false },
    ),
    Type.Object({ kind: Type.Literal('none') }, { additionalProperties: false }),
  ]),
  side: Type.Optional(Type.Union([Type.Literal('left'), Type.Literal('right')])),
  word: Type.Optional(Type.Union([Type.String(), Type.Number()])),
});

test.each([
  [
    { effect: { kind: 'value', size: 0 } },
    [{ path: '/x/effect/size', code: 'minimum', params: { limit: 1, got: '0' } }],
  ],
  [
    { effect: { kind: 'nine' } },
    [{ path: '/x/effect/kind', code: 'enum', params: { allowed: ['value', 'none'], near: 'none' } }],
  ],
  [
    { effect: { kind: 'none' }, side: 'lef' },
    [{ path: '/x/side', code: 'enum', params: { allowed: ['left', 'right'], near: 'left' } }],
  ],
  [{ effect: { kind: 'none' }, word: null }, [{ path: '/x/word', code: 'shape', params: { got: 'null' } }]],
  [{ effect: { kind: 'none' } }, []],
])('of alternatives the one that was meant is explained: %j', (value, expected) => {
  const found = explainMismatch(shape, value, '/x');
  expect(found).toHaveLength(expected.length);
  expect(found).toMatchObject(expected);
});
