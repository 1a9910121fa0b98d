export { openArtifactStore } from './artifacts/folder-artifact-store.ts';
export { openControlStore } from './control/sqlite-control-store.ts';
export { type JournalOptions, openJournal } from './journal/sqlite-journal.ts';
export { type DataFolderLock, lockDataFolder } from './lock.ts';
export { openWarehouse, type WarehouseOptions } from './warehouse/chdb-warehouse.ts';
export { WarehouseWriter, type WarehouseWriterOptions } from './warehouse/warehouse-writer.ts';
