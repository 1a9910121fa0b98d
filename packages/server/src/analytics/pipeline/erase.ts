import { AppError } from '../../errors.ts';
import type { Warehouse } from '../../stores/warehouse/warehouse.ts';
import type { Manifest, ManifestNode } from './manifest.ts';
import { buildModel } from './run/materialize.ts';
import { sqlName } from './run/relations.ts';

export interface ErasedSubject {
  customerIds: string[];
  anonymousIds: string[];
}

interface Column {
  schema: string;
  table: string;
  engine: string;
  name: string;
  type: string;
}

const timeoutMs = 600_000;
const oldPartsTimeoutMs = 60_000;
/** Names that a text is searched for at once. */
const needles = 200;
const erasingTable = 'erasing__pipeline';
const kinds = { customer_id: 'customer', anonymous_id: 'anonymous' } as const;

/**
 * Erases people from every table that models made, also of models that are gone from the project. Rows go by
 * their `customer_id` and `anonymous_id`, and columns that are said to hold such ids. A table that holds an id
 * anywhere else, or sketches in which it may have left a trace, is made anew from what is left; if it cannot be,
 * it is dropped until the next run.
 */
export async function eraseFromModels(
  warehouse: Warehouse,
  schema: string,
  compile: () => Promise<Manifest>,
  subject: ErasedSubject,
  onDropped: (table: string, error: unknown) => void,
): Promise<void> {
  const columns = await storedColumns(warehouse, schema);
  const build = (statements: string[], params?: Record<string, unknown>) =>
    warehouse.build(statements, { timeoutMs, params });
  const tables = [...Map.groupBy(columns, ({ schema: of, table }) => sqlName({ schema: of, name: table }))];
  if (tables.length === 0) return;
  const manifest = await compile();
  // In memory: a mutation's own text, which would name them, stands in files for a while.
  const erasing = sqlName({ schema, name: erasingTable });
  await build([`CREATE OR REPLACE TABLE ${erasing} (kind String, id String) ENGINE = Memory`]);
  try {
    await build(
      [
        `INSERT INTO ${erasing} SELECT 'customer', arrayJoin({customers:Array(String)})`,
        `INSERT INTO ${erasing} SELECT 'anonymous', arrayJoin({visitors:Array(String)})`,
      ],
      { customers: known(subject.customerIds), visitors: known(subject.anonymousIds) },
    );
    const nodeOf = ([own]: readonly Column[]) =>
      manifest.nodes.findIndex(
        ({ relation }) => relation?.schema === own.schema && relation.name === own.table,
      );
    for (const [name, own] of tables) {
      if (isHalfMade(own)) await build([`DROP TABLE IF EXISTS ${name} SYNC`]);
      else await eraseFromTable(warehouse, name, own, manifest.nodes[nodeOf(own)], erasing);
    }
    // What is made anew reads only what is clean already.
    const inOrder = tables
      .filter(([, own]) => !isHalfMade(own))
      .sort(([, a], [, b]) => nodeOf(a) - nodeOf(b));
    for (const [name, own] of inOrder) {
      if (await mayHold(warehouse, name, own, subject))
        await rebuild(warehouse, name, manifest.nodes[nodeOf(own)], onDropped);
    }
  } finally {
    await build([`DROP TABLE IF EXISTS ${erasing} SYNC`]);
  }
  await oldPartsGone(warehouse, schema);
}

/** What a run that ended half-way left. */
function isHalfMade([{ table }]: readonly Column[]): boolean {
  return table.includes('__pipeline_next');
}

/** Columns of the tables with data under the models' schemas. */
async function storedColumns(warehouse: Warehouse, schema: string): Promise<Column[]> {
  const { rows } = await warehouse.query<Column>(
    `SELECT c.database AS schema, c.table AS table, t.engine AS engine, c.name AS name, c.type AS type
     FROM system.columns AS c INNER JOIN system.tables AS t ON c.database = t.database AND c.table = t.name
     WHERE (c.database = {schema:String} OR startsWith(c.database, {prefix:String})) AND endsWith(t.engine, 'MergeTree')
     ORDER BY schema, table, c.position`,
    { schema, prefix: `${schema}_` },
  );
  return rows;
}

async function eraseFromTable(
  warehouse: Warehouse,
  table: string,
  columns: readonly Column[],
  node: ManifestNode | undefined,
  erasing: string,
): Promise<void> {
  const conditions = columns.flatMap(({ name }) => {
    const holds = node?.columns.find((column) => column.name === name)?.holds ?? name;
    if (holds !== 'customer_id' && holds !== 'anonymous_id') return [];
    return [`toString(\`${name}\`) IN (SELECT id FROM ${erasing} WHERE kind = '${kinds[holds]}')`];
  });
  if (conditions.length === 0) return;
  await warehouse.build(
    [`ALTER TABLE ${table} DELETE WHERE ${conditions.join(' OR ')} SETTINGS mutations_sync = 2`],
    { timeoutMs },
  );
}

/** Whether an id is left in any text, or may be in a sketch. */
async function mayHold(
  warehouse: Warehouse,
  table: string,
  columns: readonly Column[],
  { customerIds, anonymousIds }: ErasedSubject,
): Promise<boolean> {
  if (columns.some(({ type }) => type.includes('AggregateFunction'))) return true;
  const texts = columns.filter(({ type }) => /String|JSON|Dynamic|Variant/.test(type));
  const ids = [...known(customerIds), ...known(anonymousIds)];
  if (texts.length === 0) return false;
  for (let at = 0; at < ids.length; at += needles) {
    const found = texts.map(({ name }) => `multiSearchAny(toString(\`${name}\`), {ids:Array(String)})`);
    const { rows } = await warehouse.query<{ found: number }>(
      `SELECT count() > 0 AS found FROM (SELECT 1 FROM ${table} WHERE ${found.join(' OR ')} LIMIT 1)`,
      { ids: ids.slice(at, at + needles) },
      { timeoutMs },
    );
    if (Number(rows[0].found) > 0) return true;
  }
  return false;
}

async function rebuild(
  warehouse: Warehouse,
  table: string,
  node: ManifestNode | undefined,
  onDropped: (table: string, error: unknown) => void,
): Promise<void> {
  try {
    if (node?.model == null) throw new AppError('not_found', 'its model is not in the project any more');
    const always = { ...node, model: { ...node.model, fullRefresh: true } };
    await buildModel(always, {
      warehouse,
      fullRefresh: true,
      signal: new AbortController().signal,
      timeoutMs,
    });
  } catch (error) {
    onDropped(table, error);
    await warehouse.build([`DROP TABLE IF EXISTS ${table} SYNC`], { timeoutMs });
  }
}

/** Waits until no part that is inactive now is on the disk any more. */
async function oldPartsGone(warehouse: Warehouse, schema: string): Promise<void> {
  const end = performance.now() + oldPartsTimeoutMs;
  const of = '(database = {schema:String} OR startsWith(database, {prefix:String}))';
  const params = { schema, prefix: `${schema}_` };
  const { rows } = await warehouse.query<{ path: string }>(
    `SELECT path FROM system.parts WHERE ${of} AND NOT active`,
    params,
  );
  const paths = rows.map(({ path }) => path);
  while (paths.length > 0) {
    const left = await warehouse.query<{ count: number }>(
      'SELECT count() AS count FROM system.parts WHERE NOT active AND path IN {paths:Array(String)}',
      { paths },
    );
    if (Number(left.rows[0].count) === 0) return;
    if (performance.now() > end) {
      throw new AppError('storage_failed', 'old parts of models are still on the disk; repeat the erasure');
    }
    await new Promise((done) => setTimeout(done, 200));
  }
}

/** An absent id is '' in the tables: erasing that would erase everybody without one. */
function known(ids: readonly string[]): string[] {
  return ids.filter((id) => id !== '').map((id) => id.toWellFormed());
}
