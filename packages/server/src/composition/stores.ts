import { join } from 'node:path';
import type { Logger } from 'pino';
import type { ServerConfig } from '../config.ts';
import { lockDataFolder, openArtifactStore, openControlStore, openJournal } from '../stores/index.ts';
import { openOnlineStore } from '../stores/online/index.ts';
import { openWarehouse } from '../stores/warehouse/chdb-warehouse.ts';
import { WarehouseWriter } from '../stores/warehouse/warehouse-writer.ts';
import type { Background } from './background.ts';

export type Stores = Awaited<ReturnType<typeof openStores>>;

/** Locks the data folder and opens the stores that the configuration names. */
export async function openStores(config: ServerConfig, logger: Logger, background: Background) {
  const { dataDir, namespace } = config;
  const lock = await lockDataFolder(dataDir);
  background.onClose('lock', async () => lock.release());
  const journal = await openJournal(dataDir, { maxBytes: config.journalMaxBytes });
  background.onClose('journal', () => journal.close());
  const control = await openControlStore(dataDir);
  background.onClose('control store', () => control.close());
  const artifacts = await openArtifactStore(join(dataDir, 'artifacts'));
  const warehouse = await openWarehouse(join(dataDir, 'warehouse'), { namespace });
  background.onClose('warehouse', () => warehouse.close());
  const online = openOnlineStore(dataDir, {
    onDiscard: (reason) =>
      logger.warn({ reason }, 'the checkpoint is of no use; rebuilding from the journal'),
  });
  background.onClose('online store', () => online.close());
  return {
    journal,
    control,
    artifacts,
    warehouse,
    warehouseWriter: new WarehouseWriter(journal, warehouse),
    online,
  };
}
