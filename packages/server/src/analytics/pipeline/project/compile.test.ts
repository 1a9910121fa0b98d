import { describe, expect, it } from 'vitest';
import type { Manifest } from '../manifest.ts';
import { projectFiles } from '../testing/project-folder.ts';
import { compileProject } from './compile.ts';

const target = { database: 'db', schema: 'db_models', vars: {} };

function compile(files: Record<string, string>, vars: Record<string, string | number> = {}): Manifest {
  return compileProject(projectFiles(files), { ...target, vars });
}

const sqlOf = (manifest: Manifest, name: string) => manifest.nodes.find((node) => node.name === name)?.sql;

/** File, line and code of what is wrong. */
function problemsOf(files: Record<string, string>): string[] {
  return compile(files).problems.map(({ file, line, code }) => `${file}:${line} ${code}`);
}

describe('compiling', () => {
  it('resolves ref, source, var, this and macros, and orders nodes by what they read', () => {
    const manifest = compile({
      'models/b.sql': "select * from {{ ref('a') }} where x > {{ var('least') }}",
      'models/a.sql': "select {{ twice('x') }} as x from {{ source('raw', 'events') }}",
      'macros/m.sql': '{% macro twice(x) -%} {{ once(x) }} + {{ once(x) }} {%- endmacro %}',
      'macros/n.sql': '{% macro once(x) -%} {{ x }} {%- endmacro %}',
    });
    expect(manifest.problems).toEqual([]);
    expect(manifest.nodes.map(({ name }) => name)).toEqual(['raw.events', 'a', 'b']);
    expect(sqlOf(manifest, 'a')).toBe('select x + x as x from `personalization`.`events`');
    expect(sqlOf(manifest, 'b')).toBe('select * from `db_models`.`a` where x > 0');
  });

  it('takes settings of folders, YAML and config(), the nearer over the farther', () => {
    const manifest = compile({
      'dbt_project.yml':
        'name: shop\nvars: {source_schema: s}\nmodels:\n  shop:\n    marts:\n      +materialized: table\n      +tags: [marts]\n',
      'models/marts/a.sql': 'select 1 as x',
      'models/marts/b.sql':
        "{{ config(materialized='incremental', unique_key=['x'], tags='own', schema='more', alias='c') }} select 1 as x {% if is_incremental() %} from {{ this }} {% endif %}",
      'models/p.yml': 'models: [{name: a, config: {order_by: x}}]',
    });
    const node = (name: string) => manifest.nodes.find((one) => one.name === name);
    expect(node('a')).toMatchObject({ tags: ['marts'], model: { materialized: 'table', orderBy: 'x' } });
    expect(node('b')).toMatchObject({
      tags: ['marts', 'own'],
      relation: { schema: 'db_models_more', name: 'c' },
      model: { materialized: 'incremental', uniqueKey: ['x'] },
      sql: 'select 1 as x',
    });
    expect(node('b')?.incrementalSql).toContain('from `db_models_more`.`c`');
  });

  it('puts ephemeral models where they are read', () => {
    const manifest = compile({
      'models/e.sql': "{{ config(materialized='ephemeral') }} select 1 as x",
      'models/a.sql': "select x from {{ ref('e') }}",
    });
    expect(sqlOf(manifest, 'a')).toBe('select x from (\nselect 1 as x\n)');
  });

  it('makes statements of the built-in tests and of those that a project defines', () => {
    const manifest = compile({
      'models/a.sql': 'select 1 as x',
      'tests/generic/even.sql':
        '{% test even(model, column_name, by=2) %}select * from {{ model }} where {{ column_name }} % {{ by }} = 1{% endtest %}',
      'models/p.yml': `models:
  - name: a
    columns:
      - name: x
        data_tests:
          - even: {by: 4, config: {severity: warn, where: x > 3}}
          - accepted_values: {values: ["it's", b]}
          - relationships: {to: ref('a'), field: x}`,
    });
    expect(manifest.problems).toEqual([]);
    const tests = manifest.nodes.filter(({ kind }) => kind === 'test');
    expect(tests.map(({ name }) => name)).toEqual([
      'even_a_x_4',
      'accepted_values_a_x_it_s__b',
      'relationships_a_x_ref_a___x',
    ]);
    expect(tests[0].sql).toBe(
      'select * from (select * from `db_models`.`a` where x > 3) as tested where x % 4 = 1',
    );
    expect(tests[0].test).toEqual({ severity: 'warn' });
    expect(tests[1].sql).toContain("'it\\'s', 'b'");
  });

  it('changes the hash with the SQL, a macro, a variable or a setting, and with nothing else', () => {
    const hash = (files: Record<string, string>, vars = {}) =>
      compile(
        {
          'models/a.sql': "select {{ m() }}, {{ var('least') }}",
          'macros/m.sql': '{% macro m() %}1{% endmacro %}',
          ...files,
        },
        vars,
      ).nodes.find(({ name }) => name === 'a')?.hash;
    const before = hash({});
    expect(hash({ 'models/other.sql': 'select 2' })).toBe(before);
    expect(hash({ 'models/p.yml': 'models: [{name: a, description: New}]' })).toBe(before);
    expect(hash({ 'macros/m.sql': '{% macro m() %}2{% endmacro %}' })).not.toBe(before);
    expect(hash({}, { least: 5 })).not.toBe(before);
    expect(hash({ 'models/p.yml': 'models: [{name: a, config: {materialized: table}}]' })).not.toBe(before);
  });
});

describe('what is wrong with a project', () => {
  it.each<[string, Record<string, string>, string]>([
    ['a missing ref', { 'models/a.sql': "select 1\nfrom {{ ref('gone') }}" }, 'models/a.sql:2 missingRef'],
    ['a missing source', { 'models/a.sql': "{{ source('raw', 'event') }}" }, 'models/a.sql:1 missingSource'],
    ['a missing variable', { 'models/a.sql': "\n\nselect {{ var('leest') }}" }, 'models/a.sql:3 missingVar'],
    ['the environment', { 'models/a.sql': "select {{ env_var('ADMIN_KEY') }}" }, 'models/a.sql:1 envVar'],
    ['an open block', { 'models/a.sql': 'select 1\n{% if x %}' }, 'models/a.sql:1 jinja'],
    ['an unexpected sign', { 'models/a.sql': 'select 1,\n {{ ) }}' }, 'models/a.sql:2 jinja'],
    ['an unknown name', { 'models/a.sql': 'select\n\n{{ nothing }}' }, 'models/a.sql:3 jinja'],
    ['an unknown function', { 'models/a.sql': 'select {{ nothing() }}' }, 'models/a.sql:1 jinja'],
    [
      'two statements',
      { 'models/a.sql': 'select 1; drop table events' },
      'models/a.sql:null severalStatements',
    ],
    ['no SQL', { 'models/a.sql': '-- later' }, 'models/a.sql:null emptyModel'],
    [
      'a name twice',
      { 'models/x/a.sql': 'select 1', 'models/y/a.sql': 'select 1' },
      'models/y/a.sql:null duplicateName',
    ],
    ['a name that is none', { 'models/a b.sql': 'select 1' }, 'models/a b.sql:null badName'],
    [
      'an unknown setting',
      { 'models/a.sql': "{{ config(materialised='table') }} select 1" },
      'models/a.sql:1 badConfig',
    ],
    [
      'an engine that cannot erase',
      { 'models/a.sql': "{{ config(engine='Log') }} select 1" },
      'models/a.sql:null badConfig',
    ],
    [
      'hooks',
      { 'models/a.sql': "{{ config(post_hook='drop table x') }} select 1" },
      'models/a.sql:1 badConfig',
    ],
    [
      'queries while compiling',
      { 'models/a.sql': "{{ run_query('select 1') }}" },
      'models/a.sql:1 unsupported',
    ],
    ['broken YAML', { 'models/p.yml': 'models:\n  - name: [a' }, 'models/p.yml:2 yamlSyntax'],
    ['YAML of another shape', { 'models/p.yml': 'models:\n  name: a' }, 'models/p.yml:2 yamlShape'],
    [
      'an unknown key',
      { 'models/a.sql': 'select 1', 'models/p.yml': 'models:\n  - name: a\n    kolumns: []' },
      'models/p.yml:3 yamlShape',
    ],
    [
      'an unknown model',
      { 'models/a.sql': 'select 1', 'models/p.yml': 'models:\n  - name: aa' },
      'models/p.yml:2 unknownModel',
    ],
    [
      'an unknown test',
      { 'models/a.sql': 'select 1', 'models/p.yml': 'models:\n  - name: a\n    data_tests:\n      - uniq' },
      'models/p.yml:4 unknownTest',
    ],
    [
      'a path that leads out',
      { 'dbt_project.yml': 'name: shop\nmodel-paths: [../secrets]' },
      'dbt_project.yml:2 badPath',
    ],
    ['seeds', { 'dbt_project.yml': 'name: shop\nseeds: {a: 1}' }, 'dbt_project.yml:2 unsupported'],
  ])('tells %s with file and line', (_, files, expected) => {
    expect(problemsOf(files)).toContain(expected);
  });

  it('names the models of a circle, and still compiles the others', () => {
    const manifest = compile({
      'models/a.sql': "select * from {{ ref('b') }}",
      'models/b.sql': "select * from {{ ref('c') }}",
      'models/c.sql': "select * from {{ ref('a') }}",
      'models/d.sql': 'select 1',
    });
    expect(manifest.problems.map(({ code, params }) => [code, params.path])).toEqual([
      ['cycle', 'a → b → c → a'],
    ]);
    expect(manifest.nodes.map(({ name }) => name)).toEqual(['d', 'raw.events']);
  });

  it.each([
    "{{ ''.constructor.constructor('return process')() }}",
    "{{ ref.constructor('return process')() }}",
    '{{ {}.__proto__.polluted }}',
    "{{ constructor.constructor('return process')() }}",
    '{{ [].constructor.from }}',
    '{{ this.constructor }}',
    "{{ adapter.execute('drop table x') }}",
    "{% include '/etc/passwd' %}",
    "{% import '../secrets.sql' as s %}",
    '{{ config.constructor }}',
    "{{ ''['const' ~ 'ructor'] }}",
  ])('keeps templates away from the process: %s', (template) => {
    const { problems } = compile({ 'models/a.sql': `select '${template}'` });
    expect(problems.map(({ file }) => file)).toEqual(['models/a.sql']);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});
