import type { Warehouse } from '../../../stores/warehouse/warehouse.ts';
import type { Relation } from '../manifest.ts';

/** Names that this engine gives to what it makes on the way. No model's name ends like this. */
const nextSuffix = '__pipeline_next';
const viewSuffix = '__pipeline_mv';

export function sqlName({ schema, name }: Relation): string {
  return `\`${schema}\`.\`${name}\``;
}

/** Where a model is made before it takes its place. */
export function nextOf({ schema, name }: Relation): Relation {
  return { schema, name: `${name}${nextSuffix}` };
}

/** The view that feeds a materialized view's table. */
export function feedOf({ schema, name }: Relation): Relation {
  return { schema, name: `${name}${viewSuffix}` };
}

export type RelationKind = 'view' | 'materialized_view' | 'table';

/** What stands under a name now; undefined when nothing does. */
export async function relationKind(
  warehouse: Pick<Warehouse, 'query'>,
  { schema, name }: Relation,
): Promise<RelationKind | undefined> {
  const { rows } = await warehouse.query<{ engine: string }>(
    'SELECT engine FROM system.tables WHERE database = {schema:String} AND name = {name:String}',
    { schema, name },
  );
  const engine = rows[0]?.engine;
  if (engine === undefined) return undefined;
  return engine === 'View' ? 'view' : engine === 'MaterializedView' ? 'materialized_view' : 'table';
}

/** Names of columns in order. */
export async function columnsOf(
  warehouse: Pick<Warehouse, 'query'>,
  { schema, name }: Relation,
): Promise<{ name: string; type: string }[]> {
  const { rows } = await warehouse.query<{ name: string; type: string }>(
    'SELECT name, type FROM system.columns WHERE database = {schema:String} AND table = {name:String} ORDER BY position',
    { schema, name },
  );
  return rows;
}

export async function rowCount(
  warehouse: Pick<Warehouse, 'query'>,
  { schema, name }: Relation,
): Promise<{ rows: number; bytes: number }> {
  const { rows } = await warehouse.query<{ rows: number | null; bytes: number | null }>(
    `SELECT total_rows AS rows, total_bytes AS bytes FROM system.tables
     WHERE database = {schema:String} AND name = {name:String}`,
    { schema, name },
  );
  return { rows: rows[0]?.rows ?? 0, bytes: rows[0]?.bytes ?? 0 };
}
