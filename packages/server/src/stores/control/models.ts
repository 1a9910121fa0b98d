import { type Kysely, sql } from 'kysely';
import { AppError } from '../../errors.ts';
import type { JsonObject } from '../journal/record.ts';
import type { Page } from './control-store.ts';
import type {
  AliasChange,
  ModelRepository,
  ModelVersionChange,
  ModelVersionState,
  ShadowAnswer,
  StoredAlias,
  StoredModelVersion,
} from './model-repository.ts';
import { decodeCursor, requireLimit, toPage } from './page.ts';
import type { AliasChangeRow, ControlDatabase, ModelVersionRow, ShadowAnswerRow } from './schema.ts';

/** Rows in one INSERT: its time bounds how long a reader waits behind it. */
const chunkSize = 250;

export class KyselyModelRepository implements ModelRepository {
  readonly #db: Kysely<ControlDatabase>;

  constructor(db: Kysely<ControlDatabase>) {
    this.#db = db;
  }

  insert(stored: Omit<StoredModelVersion, 'version'>): Promise<number> {
    return this.#db.transaction().execute(async (transaction) => {
      const { last } = await transaction
        .selectFrom('model_versions')
        .select((build) => build.fn.max('version').as('last'))
        .where('name', '=', stored.name)
        .executeTakeFirstOrThrow();
      const version = Number(last ?? 0) + 1;
      await transaction
        .insertInto('model_versions')
        .values({
          name: stored.name,
          version,
          kind: stored.kind,
          state: stored.state,
          created_at: stored.createdAt,
          created_by: stored.createdBy,
          notes: stored.notes,
          tags: JSON.stringify(stored.tags),
          body: JSON.stringify(stored.body),
          report: JSON.stringify(stored.report),
        })
        .execute();
      return version;
    });
  }

  async get(name: string, version: number): Promise<StoredModelVersion | undefined> {
    const row = await this.#db
      .selectFrom('model_versions')
      .selectAll()
      .where('name', '=', name)
      .where('version', '=', version)
      .executeTakeFirst();
    return row && { ...versionFromRow(row), report: JSON.parse(row.report) as JsonObject };
  }

  async all(): Promise<Omit<StoredModelVersion, 'report'>[]> {
    const rows = await this.#db
      .selectFrom('model_versions')
      .select(['name', 'version', 'kind', 'state', 'created_at', 'created_by', 'notes', 'tags', 'body'])
      .orderBy('name')
      .orderBy('version')
      .execute();
    return rows.map(versionFromRow);
  }

  async update(name: string, version: number, change: ModelVersionChange): Promise<boolean> {
    const { state, notes, tags, body, report } = change;
    const row: Partial<ModelVersionRow> = {
      ...(state === undefined ? {} : { state }),
      ...(notes === undefined ? {} : { notes }),
      ...(tags === undefined ? {} : { tags: JSON.stringify(tags) }),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(report === undefined ? {} : { report: JSON.stringify(report) }),
    };
    if (Object.keys(row).length === 0) return (await this.get(name, version)) !== undefined;
    const result = await this.#db
      .updateTable('model_versions')
      .set(row)
      .where('name', '=', name)
      .where('version', '=', version)
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  async aliases(): Promise<StoredAlias[]> {
    const rows = await this.#db
      .selectFrom('model_aliases')
      .selectAll()
      .orderBy('name')
      .orderBy('alias')
      .execute();
    return rows.map(({ name, alias, version, changed_at }) => ({
      ...{ name, alias, version },
      changedAt: Number(changed_at),
    }));
  }

  move(change: Omit<AliasChange, 'number'>): Promise<AliasChange> {
    const { name, alias, version, previous, changedAt } = change;
    return this.#db.transaction().execute(async (transaction) => {
      const current = await transaction
        .selectFrom('model_aliases')
        .select('version')
        .where('name', '=', name)
        .where('alias', '=', alias)
        .executeTakeFirst();
      if ((current?.version ?? null) !== previous) {
        throw new AppError(
          'conflict',
          `${name}@${alias} was expected at ${shown(previous)}, but is at ${shown(current?.version ?? null)}; read it again and repeat`,
        );
      }
      if (version === null) {
        await transaction
          .deleteFrom('model_aliases')
          .where('name', '=', name)
          .where('alias', '=', alias)
          .execute();
      } else {
        await transaction
          .insertInto('model_aliases')
          .values({ name, alias, version, changed_at: changedAt })
          .onConflict((conflict) =>
            conflict.columns(['name', 'alias']).doUpdateSet({ version, changed_at: changedAt }),
          )
          .execute();
      }
      const { last } = await transaction
        .selectFrom('alias_history')
        .select((build) => build.fn.max('number').as('last'))
        .where('name', '=', name)
        .where('alias', '=', alias)
        .executeTakeFirstOrThrow();
      const made: AliasChange = { ...change, number: Number(last ?? 0) + 1 };
      await transaction.insertInto('alias_history').values(changeToRow(made)).execute();
      return made;
    });
  }

  async history(
    name: string,
    alias: string,
    query: { limit: number; cursor?: string },
  ): Promise<Page<AliasChange>> {
    const limit = requireLimit(query.limit);
    let select = this.#db
      .selectFrom('alias_history')
      .selectAll()
      .where('name', '=', name)
      .where('alias', '=', alias);
    if (query.cursor !== undefined) {
      const [number] = decodeCursor(query.cursor, ['number']);
      select = select.where('number', '<', Number(number));
    }
    const rows = await select
      .orderBy('number', 'desc')
      .limit(limit + 1)
      .execute();
    return toPage(rows, limit, changeFromRow, (row) => [row.number]);
  }

  async addShadowAnswers(answers: readonly ShadowAnswer[]): Promise<void> {
    for (let i = 0; i < answers.length; i += chunkSize) {
      await this.#db
        .insertInto('shadow_answers')
        .values(answers.slice(i, i + chunkSize).map(shadowToRow))
        .onConflict((conflict) => conflict.columns(['decision_id', 'shadow']).doNothing())
        .execute();
    }
  }

  async shadowAnswers(query: {
    shadow?: string;
    limit: number;
    cursor?: string;
  }): Promise<Page<ShadowAnswer>> {
    const limit = requireLimit(query.limit);
    let select = this.#db.selectFrom('shadow_answers').selectAll();
    if (query.shadow !== undefined) select = select.where('shadow', '=', query.shadow);
    if (query.cursor !== undefined) {
      const [at, id] = decodeCursor(query.cursor, ['number', 'string']);
      select = select.where(sql<boolean>`(decided_at, decision_id) < (${at}, ${id})`);
    }
    const rows = await select
      .orderBy('decided_at', 'desc')
      .orderBy('decision_id', 'desc')
      .limit(limit + 1)
      .execute();
    return toPage(rows, limit, shadowFromRow, (row) => [Number(row.decided_at), row.decision_id]);
  }

  async trimShadowAnswers(keep: number): Promise<number> {
    const oldest = await this.#db
      .selectFrom('shadow_answers')
      .select('decided_at')
      .orderBy('decided_at', 'desc')
      .offset(keep)
      .limit(1)
      .executeTakeFirst();
    if (oldest === undefined) return 0;
    const result = await this.#db
      .deleteFrom('shadow_answers')
      .where('decided_at', '<=', oldest.decided_at)
      .executeTakeFirst();
    return Number(result.numDeletedRows);
  }
}

function shown(version: number | null): string {
  return version === null ? 'no version' : `version ${version}`;
}

function versionFromRow(row: Omit<ModelVersionRow, 'report'>): Omit<StoredModelVersion, 'report'> {
  return {
    name: row.name,
    version: row.version,
    kind: row.kind,
    state: row.state as ModelVersionState,
    createdAt: Number(row.created_at),
    createdBy: row.created_by,
    notes: row.notes,
    tags: JSON.parse(row.tags) as string[],
    body: JSON.parse(row.body) as JsonObject,
  };
}

function changeToRow(change: AliasChange): AliasChangeRow {
  const { changedAt, changedBy, detail, ...same } = change;
  return { ...same, changed_at: changedAt, changed_by: changedBy, detail: JSON.stringify(detail) };
}

function changeFromRow(row: AliasChangeRow): AliasChange {
  const { changed_at, changed_by, detail, ...same } = row;
  return {
    ...same,
    changedAt: Number(changed_at),
    changedBy: changed_by,
    detail: JSON.parse(detail) as JsonObject,
  };
}

function shadowToRow({ decisionId, decidedAt, body, ...same }: ShadowAnswer): ShadowAnswerRow {
  return { ...same, decision_id: decisionId, decided_at: decidedAt, body: JSON.stringify(body) };
}

function shadowFromRow({ decision_id, decided_at, body, ...same }: ShadowAnswerRow): ShadowAnswer {
  return {
    ...same,
    decisionId: decision_id,
    decidedAt: Number(decided_at),
    body: JSON.parse(body) as JsonObject,
  };
}
