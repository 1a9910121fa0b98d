import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWarehouse } from './chdb-warehouse.ts';
import { warehouseConformance } from './warehouse.conformance.ts';

warehouseConformance('the chDB warehouse', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'warehouse-'));
  return {
    open: () => openWarehouse(dir, { namespace: 'conformance' }),
    dispose: () => rm(dir, { recursive: true }),
  };
});
