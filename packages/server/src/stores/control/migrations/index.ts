import { type Kysely, type Migration, Migrator } from 'kysely';
import { AppError } from '../../../errors.ts';
import { initial } from './0001-initial.ts';
import { models } from './0002-models.ts';
import { jobNotes } from './0003-job-notes.ts';
import { keyOrigin } from './0004-key-origin.ts';
import { userTimeZone } from './0005-user-time-zone.ts';
import { itemHidden } from './0006-item-hidden.ts';
import { jobTold } from './0007-job-told.ts';
import { itemAvailability } from './0008-item-availability.ts';
import { jobErrors } from './0009-job-errors.ts';

/** In this order, forward only. A released migration never changes; a new one goes at the end. */
const migrations: Record<string, Migration> = {
  '0001-initial': initial,
  '0002-models': models,
  '0003-job-notes': jobNotes,
  '0004-key-origin': keyOrigin,
  '0005-user-time-zone': userTimeZone,
  '0006-item-hidden': itemHidden,
  '0007-job-told': jobTold,
  '0008-item-availability': itemAvailability,
  '0009-job-errors': jobErrors,
};

/** Brings the tables to this version's shape; does nothing when they have it. Rejects with `storage_failed`. */
export async function migrate<T>(db: Kysely<T>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const failed = results?.find((result) => result.status === 'Error')?.migrationName;
  const where = failed === undefined ? '' : ` at ${failed}`;
  const why = error instanceof Error ? error.message : String(error);
  throw new AppError('storage_failed', `the control store's tables could not be updated${where}: ${why}`, {
    cause: error,
  });
}
