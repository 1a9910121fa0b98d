import { AppError } from '../../../errors.ts';
import type { Warehouse } from '../../../stores/warehouse/warehouse.ts';
import type { ManifestNode, ModelConfig, Relation } from '../manifest.ts';
import { columnsOf, feedOf, nextOf, relationKind, sqlName } from './relations.ts';

export interface BuildContext {
  warehouse: Pick<Warehouse, 'query' | 'build'>;
  /** Incremental models are made anew. */
  fullRefresh: boolean;
  signal: AbortSignal;
  /** For each statement. */
  timeoutMs: number;
}

/** What became of a model. */
export type BuildOutcome = 'created' | 'replaced' | 'added';

/**
 * Old parts go within seconds, as those of the warehouse's own tables: an erasure waits until no part on the
 * disk holds the person any more.
 */
const tableSettings =
  'SETTINGS old_parts_lifetime = 2, cleanup_delay_period = 1, cleanup_delay_period_random_add = 0, max_cleanup_delay_period = 2, finished_mutations_to_keep = 0, allow_nullable_key = 1';

/**
 * Builds one model beside what is there and puts it in its place in one step: readers see the old one or the
 * new one, whatever happens on the way. Rejects with what the warehouse rejects with.
 */
export async function buildModel(node: ManifestNode, context: BuildContext): Promise<BuildOutcome> {
  const { relation, model } = node;
  if (relation === null || model === null)
    throw new AppError('internal', `${node.id} is not stored anywhere`);
  await run(context, [`CREATE DATABASE IF NOT EXISTS \`${relation.schema}\``]);
  await dropNext(context, relation);
  const there = await relationKind(context.warehouse, relation);
  const fullRefresh = model.fullRefresh ?? context.fullRefresh;
  try {
    if (model.materialized === 'view') {
      await run(context, [`CREATE VIEW ${sqlName(nextOf(relation))} AS\n${node.sql}`]);
      await dropFeed(context, relation);
    } else if (model.materialized === 'materialized_view') {
      return await buildMaterializedView(node, relation, model, there !== undefined, context);
    } else if (model.materialized === 'incremental' && there === 'table' && !fullRefresh) {
      await dropFeed(context, relation);
      await addRows(node, relation, model, context);
      await swap(context, relation, true);
      return 'added';
    } else {
      await createTable(node.sql, nextOf(relation), model, context);
      await run(context, [`INSERT INTO ${sqlName(nextOf(relation))}\n${node.sql}`]);
      await dropFeed(context, relation);
    }
    await swap(context, relation, there !== undefined);
    return there === undefined ? 'created' : 'replaced';
  } catch (error) {
    await dropNext({ ...context, signal: new AbortController().signal }, relation).catch(() => {});
    throw error;
  }
}

function createTable(sql: string, to: Relation, model: ModelConfig, context: BuildContext): Promise<void> {
  const { engine, orderBy, partitionBy, primaryKey } = model;
  const parts = [
    `CREATE TABLE ${sqlName(to)} ENGINE = ${engine}`,
    partitionBy === null ? '' : `PARTITION BY ${partitionBy}`,
    primaryKey === null ? '' : `PRIMARY KEY ${primaryKey}`,
    `ORDER BY ${orderBy}`,
    `${tableSettings}`,
    'EMPTY AS',
  ];
  // The SQL begins on the second line, as in every statement here: errors tell lines.
  return run(context, [`${parts.filter((part) => part !== '').join(' ')}\n${sql}`]);
}

/**
 * The old rows, which are links to their files, without those that come anew, and the new ones: so that a crash
 * between the two leaves no half of it.
 */
async function addRows(
  node: ManifestNode,
  relation: Relation,
  model: ModelConfig,
  context: BuildContext,
): Promise<void> {
  const next = nextOf(relation);
  const added: Relation = { schema: relation.schema, name: `${next.name}_rows` };
  const sql = node.incrementalSql ?? node.sql;
  await run(context, [`DROP TABLE IF EXISTS ${sqlName(added)} SYNC`]);
  try {
    await createTable(sql, added, { ...model, engine: 'MergeTree()' }, context);
    const columns = await sharedColumns(node, relation, added, context);
    await run(context, [
      `INSERT INTO ${sqlName(added)}\n${sql}`,
      `CREATE TABLE ${sqlName(next)} AS ${sqlName(relation)}`,
      `ALTER TABLE ${sqlName(next)} ATTACH PARTITION ALL FROM ${sqlName(relation)}`,
    ]);
    if (model.uniqueKey.length > 0) {
      const key = model.uniqueKey.map((name) => `\`${name}\``).join(', ');
      await run(context, [
        `ALTER TABLE ${sqlName(next)} DELETE WHERE (${key}) IN (SELECT ${key} FROM ${sqlName(added)}) SETTINGS mutations_sync = 2`,
      ]);
    }
    await run(context, [
      `INSERT INTO ${sqlName(next)} (${columns}) SELECT ${columns} FROM ${sqlName(added)}`,
    ]);
  } finally {
    await context.warehouse.build([`DROP TABLE IF EXISTS ${sqlName(added)} SYNC`], {
      timeoutMs: context.timeoutMs,
    });
  }
}

/** Columns of both; others are left out or refused, as the model says. */
async function sharedColumns(
  node: ManifestNode,
  relation: Relation,
  added: Relation,
  { warehouse }: BuildContext,
): Promise<string> {
  const old = (await columnsOf(warehouse, relation)).map(({ name }) => name);
  const fresh = (await columnsOf(warehouse, added)).map(({ name }) => name);
  const missing = old.filter((name) => !fresh.includes(name));
  const extra = fresh.filter((name) => !old.includes(name));
  if (missing.length > 0 || (extra.length > 0 && node.model?.onSchemaChange === 'fail')) {
    const changes = [...extra.map((name) => `+${name}`), ...missing.map((name) => `-${name}`)].join(', ');
    throw new AppError('unprocessable', `its columns changed (${changes}); run it with --full-refresh`);
  }
  return fresh.flatMap((name) => (old.includes(name) ? [`\`${name}\``] : [])).join(', ');
}

/** Exclusive, so that every row is either among those that are there or told to the view. */
async function buildMaterializedView(
  node: ManifestNode,
  relation: Relation,
  model: ModelConfig,
  exists: boolean,
  context: BuildContext,
): Promise<BuildOutcome> {
  const next = nextOf(relation);
  await createTable(node.sql, next, model, context);
  // Once with all rows: what cannot be computed is refused here, not at the next event.
  await run(
    context,
    [
      `INSERT INTO ${sqlName(next)}\n${node.sql}`,
      `DROP TABLE IF EXISTS ${sqlName(feedOf(relation))} SYNC`,
      ...(exists
        ? [`EXCHANGE TABLES ${sqlName(relation)} AND ${sqlName(next)}`]
        : [`RENAME TABLE ${sqlName(next)} TO ${sqlName(relation)}`]),
      `CREATE MATERIALIZED VIEW ${sqlName(feedOf(relation))} TO ${sqlName(relation)} AS\n${node.sql}`,
    ],
    true,
  );
  await dropNext(context, relation);
  return exists ? 'replaced' : 'created';
}

async function swap(context: BuildContext, relation: Relation, exists: boolean): Promise<void> {
  const next = nextOf(relation);
  await run(
    context,
    exists
      ? [`EXCHANGE TABLES ${sqlName(relation)} AND ${sqlName(next)}`, `DROP TABLE ${sqlName(next)} SYNC`]
      : [`RENAME TABLE ${sqlName(next)} TO ${sqlName(relation)}`],
  );
}

/** What an earlier run left, and the view of a model that was a materialized view before. */
function dropNext(context: BuildContext, relation: Relation): Promise<void> {
  return run(context, [`DROP TABLE IF EXISTS ${sqlName(nextOf(relation))} SYNC`]);
}

function dropFeed(context: BuildContext, relation: Relation): Promise<void> {
  return run(context, [`DROP TABLE IF EXISTS ${sqlName(feedOf(relation))} SYNC`]);
}

function run(
  { warehouse, signal, timeoutMs }: BuildContext,
  statements: string[],
  exclusive = false,
): Promise<void> {
  return warehouse.build(statements, { timeoutMs, signal, exclusive });
}
