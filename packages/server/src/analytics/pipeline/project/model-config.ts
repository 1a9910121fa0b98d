import { type Materialization, type ModelConfig, materializations } from '../manifest.ts';
import { ProblemError, shown } from '../problem.ts';
import { namePattern } from './settings.ts';

/** Settings as they were given, from dbt_project.yml, YAML and `config()`, each over the one before. */
export interface RawConfig {
  tags: string[];
  values: Map<string, unknown>;
}

/** What a model may set. Those that only dbt's own servers need are taken and do nothing. */
const known = new Set([
  ...[
    'materialized',
    'tags',
    'enabled',
    'schema',
    'alias',
    'engine',
    'order_by',
    'partition_by',
    'primary_key',
  ],
  ...[
    'unique_key',
    'incremental_strategy',
    'on_schema_change',
    'full_refresh',
    'meta',
    'docs',
    'group',
    'access',
  ],
  ...['persist_docs', 'contract'],
]);
/** Only engines that rows can be deleted from: erasures must reach every table. */
const engines = /^(Replacing|Summing|Aggregating|Collapsing|VersionedCollapsing)?MergeTree(\([^;]*\))?$/;
const maxText = 1000;

export function emptyConfig(): RawConfig {
  return { tags: [], values: new Map() };
}

/** Adds settings: tags join those that are there, all else replaces. @throws ProblemError `badConfig` */
export function addConfig(config: RawConfig, given: Record<string, unknown>): void {
  for (const [key, value] of Object.entries(given)) {
    if (!known.has(key)) {
      throw new ProblemError(
        'badConfig',
        `${shown(key)} is not a setting that the embedded engine knows; known are ${[...known].join(', ')}`,
        { key: shown(key), value: shown(value) },
      );
    }
    if (key === 'tags') config.tags.push(...textsOf(key, value));
    else if (value !== null && value !== undefined) config.values.set(key, value);
  }
}

export function isEnabled({ values }: RawConfig): boolean {
  return values.get('enabled') !== false;
}

/** @throws ProblemError `badConfig` */
export function placeOf({ values }: RawConfig, name: string): { schema: string | null; alias: string } {
  const schema = values.get('schema') ?? null;
  const alias = values.get('alias') ?? name;
  for (const [key, value] of Object.entries({ schema, alias })) {
    if (value === null) continue;
    if (typeof value !== 'string' || !namePattern.test(value)) {
      throw bad(key, value, 'letters, digits and underscores, at most 63');
    }
  }
  return { schema: schema as string | null, alias: alias as string };
}

/** @throws ProblemError `badConfig` */
export function modelConfigOf({ values }: RawConfig): ModelConfig {
  const materialized = values.get('materialized') ?? 'view';
  if (!materializations.includes(materialized as Materialization)) {
    throw bad('materialized', materialized, `one of ${materializations.join(', ')}`);
  }
  const engine = String(values.get('engine') ?? 'MergeTree()');
  if (!engines.test(engine)) throw bad('engine', engine, 'of the MergeTree family');
  const strategy = values.get('incremental_strategy') ?? 'delete+insert';
  if (!['append', 'delete+insert', 'delete_insert', 'default'].includes(String(strategy))) {
    throw bad('incremental_strategy', strategy, 'append or delete+insert');
  }
  const onSchemaChange = values.get('on_schema_change') ?? 'ignore';
  if (onSchemaChange !== 'ignore' && onSchemaChange !== 'fail') {
    throw bad(
      'on_schema_change',
      onSchemaChange,
      'ignore or fail; run with --full-refresh for other columns',
    );
  }
  const fullRefresh = values.get('full_refresh');
  return {
    materialized: materialized as Materialization,
    engine,
    orderBy: expressionOf(values, 'order_by') ?? 'tuple()',
    partitionBy: expressionOf(values, 'partition_by'),
    primaryKey: expressionOf(values, 'primary_key'),
    uniqueKey: strategy === 'append' ? [] : keysOf(values.get('unique_key')),
    onSchemaChange,
    fullRefresh: typeof fullRefresh === 'boolean' ? fullRefresh : undefined,
  };
}

function keysOf(value: unknown): string[] {
  if (value === undefined) return [];
  const keys = textsOf('unique_key', value).flatMap((text) => text.split(','));
  return keys.map((key) => {
    const name = key.trim().replace(/^\(|\)$/g, '');
    if (!namePattern.test(name)) throw bad('unique_key', value, 'names of columns');
    return name;
  });
}

function expressionOf(values: ReadonlyMap<string, unknown>, key: string): string | null {
  const value = values.get(key);
  if (value === undefined) return null;
  const texts = textsOf(key, value);
  const text = Array.isArray(value) ? `(${texts.join(', ')})` : texts[0];
  if (text.length > maxText || text.includes(';'))
    throw bad(key, text, `an expression of ${maxText} characters at most`);
  return text === '' || text === '()' ? 'tuple()' : text;
}

function textsOf(key: string, value: unknown): string[] {
  const list = Array.isArray(value) ? value : [value];
  if (!list.every((entry) => typeof entry === 'string')) throw bad(key, value, 'a text or a list of texts');
  return list as string[];
}

function bad(key: string, value: unknown, rule: string): ProblemError {
  return new ProblemError('badConfig', `${key} must be ${rule}, got ${shown(value)}`, {
    key,
    value: shown(value),
  });
}
