import { expect, it } from 'vitest';
import { compileProject } from './project/compile.ts';
import { selectNodes } from './select.ts';
import { projectFiles } from './testing/project-folder.ts';

const { nodes } = compileProject(
  projectFiles({
    'models/staging/a.sql': "{{ config(tags=['raw']) }} select 1 as x from {{ source('raw', 'events') }}",
    'models/marts/b.sql': "{{ config(tags=['daily']) }} select x from {{ ref('a') }}",
    'models/marts/c.sql': "{{ config(materialized='table') }} select x from {{ ref('b') }}",
    'models/marts/d.sql': 'select 2 as x',
    'tests/whole.sql': "select * from {{ ref('c') }} where x is null",
  }),
  { database: 'db', schema: 'db_models', vars: {} },
);

function chosen(select: string[], exclude: string[] = [], known = new Map<string, string>()): string[] {
  return selectNodes(nodes, { select, exclude }, known)
    .map(({ name }) => name)
    .sort();
}

it('chooses by name, tag, path, kind, materialization and source, with steps up and down', () => {
  expect(chosen([])).toHaveLength(6);
  expect(chosen(['b'])).toEqual(['b']);
  expect(chosen(['c'])).toEqual(['c', 'whole']);
  expect(chosen(['+c'])).toEqual(['a', 'b', 'c', 'raw.events', 'whole']);
  expect(chosen(['1+c'])).toEqual(['b', 'c', 'whole']);
  expect(chosen(['a+'])).toEqual(['a', 'b', 'c', 'whole']);
  expect(chosen(['a+1'])).toEqual(['a', 'b']);
  expect(chosen(['@b'])).toEqual(['a', 'b', 'c', 'raw.events', 'whole']);
  expect(chosen(['tag:daily'])).toEqual(['b']);
  expect(chosen(['path:models/marts'])).toEqual(['b', 'c', 'd', 'whole']);
  expect(chosen(['staging'])).toEqual(['a']);
  expect(chosen(['source:raw+'])).toEqual(['a', 'b', 'c', 'raw.events', 'whole']);
  expect(chosen(['config.materialized:table'])).toEqual(['c', 'whole']);
  expect(chosen(['resource_type:test'])).toEqual(['whole']);
});

it('joins by blanks, intersects by commas, and leaves out', () => {
  expect(chosen(['a d'])).toEqual(['a', 'd']);
  expect(chosen(['a', 'd'])).toEqual(['a', 'd']);
  expect(chosen(['marts,+c'])).toEqual(['b', 'c', 'whole']);
  expect(chosen(['+c'], ['tag:raw', 'source:raw'])).toEqual(['b', 'c', 'whole']);
  expect(chosen([], ['whole', '+c'])).toEqual(['d']);
  // With what is left out go its tests.
  expect(chosen([], ['c'])).toEqual(['a', 'b', 'd', 'raw.events']);
  expect(chosen(['c whole'], ['config.materialized:table'])).toEqual([]);
});

it('finds what changed since it was built', () => {
  const known = new Map(nodes.map(({ id, hash }) => [id, hash]));
  expect(chosen(['state:modified'], [], known)).toEqual([]);
  known.set('model.shop.b', 'before');
  expect(chosen(['state:modified'], [], known)).toEqual(['b']);
  expect(chosen(['state:modified+'], [], known)).toEqual(['b', 'c', 'whole']);
  known.delete('model.shop.d');
  expect(chosen(['state:new'], [], known)).toEqual(['d']);
});

it.each([
  ['customer', 'selector "customer" finds nothing; there are a, b, c, d, raw.events', 'selectorNothing'],
  ['tag:dayly', 'selector "tag:dayly" finds nothing; did you mean daily?', 'selectorNothing'],
  ['tag:none', 'selector "tag:none" finds nothing; there are daily, raw', 'selectorNothing'],
  ['state:old', 'selector "state:old" must end in modified or new', 'selectorValue'],
  ['color:red', 'selector "color:red" has an unknown method; known are tag, path,', 'selectorMethod'],
  ['++a', 'selector "++a" is not a selector; examples:', 'selectorShape'],
  [
    'path:../..',
    'selector "path:../.." finds nothing; there are models, models/marts, models/staging',
    'selectorNothing',
  ],
])('refuses %s with the reason and what can be chosen', (selector, message, code) => {
  for (const [select, exclude, path] of [
    [[selector], [], '/select'],
    [[], [selector], '/exclude'],
  ] as const) {
    expect(() => selectNodes(nodes, { select, exclude }, new Map())).toThrow(
      expect.objectContaining({
        message: expect.stringContaining(message),
        errors: [expect.objectContaining({ path, code })],
      }),
    );
  }
});
