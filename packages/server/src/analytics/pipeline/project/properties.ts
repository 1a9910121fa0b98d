import type { FreshnessLimit, SourceFreshness } from '../manifest.ts';
import { ProblemError, shown } from '../problem.ts';
import type { YamlValue } from './read-yaml.ts';

/** A test that YAML asks for: `unique`, or `accepted_values: {values: […]}`. */
export interface RequestedTest {
  test: string;
  name: string | null;
  given: Record<string, unknown>;
  severity: 'error' | 'warn';
  where: string | null;
  tags: string[];
  line: number;
}

export interface ColumnProperties {
  name: string;
  description: string;
  holds: string | null;
  tests: RequestedTest[];
}

export interface ModelProperties {
  name: string;
  line: number;
  description: string;
  config: Record<string, unknown>;
  columns: ColumnProperties[];
  tests: RequestedTest[];
}

export interface SourceTable extends ModelProperties {
  source: string;
  schema: string;
  identifier: string;
  freshness: SourceFreshness | null;
  tags: string[];
}

export interface ExposureProperties {
  name: string;
  line: number;
  label: string;
  type: string;
  owner: string;
  description: string;
  tags: string[];
  dependsOn: string[];
}

/** What the YAML files beside the models say. */
export interface Properties {
  models: ModelProperties[];
  sources: SourceTable[];
  exposures: ExposureProperties[];
  macros: Map<string, string>;
}

const unsupported = ['snapshots', 'seeds', 'unit_tests', 'semantic_models', 'metrics', 'saved_queries'];

/** @throws ProblemError with the line */
export function readProperties(root: YamlValue): Properties {
  const found: Properties = { models: [], sources: [], exposures: [], macros: new Map() };
  if (root.isAbsent) return found;
  root.only(['version', 'models', 'sources', 'exposures', 'macros', ...unsupported]);
  for (const what of unsupported) {
    const value = root.get(what);
    if (value !== undefined) {
      throw new ProblemError(
        'unsupported',
        `${what} are not supported in the embedded engine`,
        { what },
        value.line,
      );
    }
  }
  found.models =
    root
      .get('models')
      ?.list()
      .map((entry) => modelOf(entry)) ?? [];
  found.sources = root.get('sources')?.list().flatMap(sourceTables) ?? [];
  found.exposures = root.get('exposures')?.list().map(exposureOf) ?? [];
  for (const macro of root.get('macros')?.list() ?? []) {
    found.macros.set(required(macro, 'name'), macro.get('description')?.text() ?? '');
  }
  return found;
}

const describing = [
  'name',
  'description',
  'columns',
  'config',
  'data_tests',
  'tests',
  'meta',
  'docs',
  'tags',
];

function modelOf(entry: YamlValue, more: readonly string[] = []): ModelProperties {
  entry.only([...describing, 'access', 'group', 'latest_version', 'constraints', ...more]);
  const config = (entry.get('config')?.plain() ?? {}) as Record<string, unknown>;
  const tags = tagsOf(entry);
  return {
    name: required(entry, 'name'),
    line: entry.line,
    description: entry.get('description')?.text().trim() ?? '',
    config: tags.length === 0 ? config : { ...config, tags: [...tags, ...listOf(config.tags)] },
    columns: entry.get('columns')?.list().map(columnOf) ?? [],
    tests: testsOf(entry),
  };
}

function columnOf(entry: YamlValue): ColumnProperties {
  entry.only([...describing, 'data_type', 'quote', 'constraints']);
  const meta = (entry.get('meta') ?? entry.get('config')?.get('meta'))?.plain() as
    | { holds?: unknown }
    | undefined;
  return {
    name: required(entry, 'name'),
    description: entry.get('description')?.text().trim() ?? '',
    holds: typeof meta?.holds === 'string' ? meta.holds : null,
    tests: testsOf(entry),
  };
}

function testsOf(entry: YamlValue): RequestedTest[] {
  const list = entry.get('data_tests') ?? entry.get('tests');
  return list?.list().map(testOf) ?? [];
}

const testSettings = ['name', 'config', 'severity', 'where', 'tags', 'description', 'arguments'];

function testOf(entry: YamlValue): RequestedTest {
  const { line } = entry;
  const plain = { name: null, given: {}, severity: 'error' as const, where: null, tags: [], line };
  if (!entry.isMap) return { ...plain, test: entry.text() };
  const keys = entry.keys();
  const test = keys[0];
  if (keys.length !== 1) throw entry.wrong('the name of one test with its arguments');
  const body = entry.get(test);
  if (body === undefined) return { ...plain, test };
  const all = body.plain() as Record<string, unknown>;
  const config = body.get('config')?.only(['severity', 'where', 'tags', 'enabled', 'limit', 'meta']);
  const severity = String((config?.get('severity') ?? body.get('severity'))?.text() ?? 'error').toLowerCase();
  if (severity !== 'error' && severity !== 'warn') {
    throw new ProblemError(
      'badConfig',
      `severity must be error or warn, got ${shown(severity)}`,
      {
        key: 'severity',
        value: shown(severity),
      },
      line,
    );
  }
  const inline = Object.entries(all).filter(([key]) => !testSettings.includes(key));
  return {
    test,
    name: body.get('name')?.text() ?? null,
    given: { ...Object.fromEntries(inline), ...((all.arguments as object | undefined) ?? {}) },
    severity,
    where: (config?.get('where') ?? body.get('where'))?.text() ?? null,
    tags: listOf(config?.get('tags')?.plain() ?? all.tags),
    line,
  };
}

function sourceTables(entry: YamlValue): SourceTable[] {
  entry.only([
    ...describing,
    'schema',
    'database',
    'tables',
    'freshness',
    'loaded_at_field',
    'loader',
    'overrides',
    'quoting',
  ]);
  const source = required(entry, 'name');
  return (
    entry
      .get('tables')
      ?.list()
      .map((table) => {
        const own = modelOf(table, [
          'identifier',
          'freshness',
          'loaded_at_field',
          'loader',
          'quoting',
          'external',
        ]);
        const silenced = table.keys().includes('freshness') && table.get('freshness') === undefined;
        const freshness =
          table.get('freshness') ??
          table.get('config')?.get('freshness') ??
          entry.get('freshness') ??
          entry.get('config')?.get('freshness');
        const field = table.get('loaded_at_field') ?? entry.get('loaded_at_field');
        return {
          ...own,
          config: {},
          source,
          schema: entry.get('schema')?.text() ?? source,
          identifier: table.get('identifier')?.text() ?? own.name,
          tags: [...tagsOf(entry), ...tagsOf(table)],
          freshness:
            silenced || freshness === undefined || field === undefined
              ? null
              : {
                  loadedAtField: field.text(),
                  warnAfter: limitOf(freshness.get('warn_after')),
                  errorAfter: limitOf(freshness.get('error_after')),
                },
        };
      }) ?? []
  );
}

function limitOf(value: YamlValue | undefined): FreshnessLimit | null {
  if (value === undefined) return null;
  const { count, period } = value.plain() as { count?: unknown; period?: unknown };
  if (!Number.isInteger(count) || !['minute', 'hour', 'day'].includes(String(period))) {
    throw value.wrong('{count: a whole number, period: minute, hour or day}');
  }
  return { count: count as number, period: period as FreshnessLimit['period'] };
}

function exposureOf(entry: YamlValue): ExposureProperties {
  entry.only([...describing, 'label', 'type', 'maturity', 'url', 'owner', 'depends_on']);
  const owner = entry.get('owner');
  return {
    name: required(entry, 'name'),
    line: entry.line,
    label: entry.get('label')?.text() ?? required(entry, 'name'),
    type: required(entry, 'type'),
    owner: owner?.get('name')?.text() ?? owner?.get('email')?.text() ?? '',
    description: entry.get('description')?.text().trim() ?? '',
    tags: tagsOf(entry),
    dependsOn:
      entry
        .get('depends_on')
        ?.list()
        .map((one) => one.text()) ?? [],
  };
}

function tagsOf(entry: YamlValue): string[] {
  return listOf(entry.get('tags')?.plain());
}

function listOf(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}

function required(entry: YamlValue, key: string): string {
  const value = entry.get(key);
  if (value !== undefined) return value.text();
  throw new ProblemError(
    'yamlShape',
    `${entry.where} needs ${key}`,
    {
      where: entry.where,
      expected: key,
      value: '',
    },
    entry.line,
  );
}
