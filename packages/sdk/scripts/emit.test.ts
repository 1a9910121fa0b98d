import { expect, test } from 'vitest';
import { emitTypes } from './emit.ts';

test('writes schemas and operations, required and optional apart', () => {
  const text = emitTypes({
    components: {
      schemas: {
        Thing: {
          type: 'object',
          required: ['id'],
          properties: {
            id: { type: 'string', description: 'Its */ name.' },
            kind: { enum: ['a', 'b'] },
            'odd-name': { type: ['integer', 'null'] },
          },
        },
      },
    },
    paths: {
      '/v1/things/{id}': {
        get: {
          summary: 'Get one',
          parameters: [
            { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
            { name: 'limit', in: 'query', schema: { type: 'integer' } },
          ],
          responses: {
            200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } },
            404: { content: { 'application/problem+json': { schema: { type: 'object' } } } },
          },
        },
        delete: { responses: { 204: {} } },
      },
    },
  });
  expect(text).toContain("'odd-name'?: number | null;");
  expect(text).toContain('/** Its * / name. */');
  expect(text).toContain('kind?: "a" | "b";');
  expect(text).toMatch(
    /'GET \/v1\/things\/\{id\}': \{\n {4}path: \{\n {6}id: string;\n {4}\};\n {4}query\?: \{\n {6}limit\?: number;/,
  );
  expect(text).toContain("response: Schemas['Thing'];");
  expect(text).toMatch(/'DELETE \/v1\/things\/\{id\}': \{\n {4}response: undefined;/);
});

test('writes unions in arrays with brackets, records, tuples and intersections', () => {
  const text = emitTypes({
    components: {
      schemas: {
        A: { type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'number' }] } },
        B: { type: 'object', patternProperties: { '^.*$': { type: 'number' } } },
        C: { type: 'array', prefixItems: [{ const: 'x' }, { type: 'boolean' }] },
        D: { allOf: [{ $ref: '#/components/schemas/B' }, { anyOf: [{ type: 'null' }, { type: 'string' }] }] },
        E: { type: 'object', additionalProperties: false },
        F: {},
      },
    },
    paths: {},
  });
  expect(text).toContain('A: (string | number)[];');
  expect(text).toContain('B: Record<string, number>;');
  expect(text).toContain('C: ["x", boolean];');
  expect(text).toContain("D: Schemas['B'] & (null | string);");
  expect(text).toContain('E: Record<string, never>;');
  expect(text).toContain('F: unknown;');
});
