import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DecisionRecord } from '../journal/record.ts';
import { openWarehouse } from './chdb-warehouse.ts';
import { insertRecords } from './testing/insert-records.ts';
import { day0, warehouseConformance, warehouseEvent } from './warehouse.conformance.ts';
import type { Warehouse } from './warehouse.ts';

warehouseConformance('the chDB warehouse', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'warehouse-'));
  return {
    open: () => openWarehouse(dir, { namespace: 'conformance' }),
    dispose: () => rm(dir, { recursive: true }),
  };
});

describe('the chDB warehouse', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'warehouse-'));
  });
  afterEach(async () => {
    await opened?.close();
    await rm(dir, { recursive: true });
  });

  /** Files that hold the text. Looks again from the start when the engine merged files away meanwhile. */
  async function filesHold(needle: string): Promise<string[]> {
    for (;;) {
      try {
        const found: string[] = [];
        for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
          if (!entry.isFile()) continue;
          const file = join(entry.parentPath, entry.name);
          if ((await readFile(file)).includes(needle)) found.push(file);
        }
        return found;
      } catch (error) {
        if ((error as { code?: unknown }).code !== 'ENOENT') throw error;
      }
    }
  }

  /** Closed after the test even when it fails: the process can have only one open. */
  let opened: Warehouse | undefined;
  async function open(namespace: string, compression = true): Promise<Warehouse> {
    opened = await openWarehouse(dir, { namespace, compression });
    return opened;
  }

  it.each([
    ['stored plain', false],
    ['compressed', true],
  ])('leaves no byte of an erased customer in any file, %s', async (_, compression) => {
    const warehouse = await open('erasure', compression);
    const secret = 'c-5f1d9b7e-to-be-forgotten';
    const anonymous = 'a-93bc62aa-to-be-forgotten';
    const decisionId = 'd-71ce02f4-to-be-forgotten';
    const decision: DecisionRecord = {
      kind: 'decision',
      decisionId,
      timestamp: day0,
      receivedAt: day0,
      anonymousId: 'somebody',
      placement: 'home',
      model: 'm@1',
      policy: 'greedy',
      context: { note: decisionId },
      stateOffset: 0,
      slate: [],
      candidates: { retrieved: 0, eligible: 0 },
      origin: 'live',
    };
    for (let i = 0; i < 12; i++) {
      const others = Array.from({ length: 300 }, (_unused, n) => warehouseEvent(i * 300 + n));
      await insertRecords(
        warehouse,
        [
          ...others,
          warehouseEvent(i, { customerId: secret, messageId: `from ${secret}`, properties: { who: secret } }),
          warehouseEvent(i, {
            type: 'identify',
            customerId: secret,
            anonymousId: anonymous,
            traits: { name: secret },
          }),
          { ...decision, receivedAt: day0 + i },
          warehouseEvent(i, { customerId: undefined, anonymousId: anonymous }),
        ],
        `block ${i}`,
        i * 304,
      );
    }
    for (const text of [secret, anonymous, decisionId]) expect(await filesHold(text)).not.toEqual([]);

    await warehouse.erase({
      customerIds: [secret],
      anonymousIds: [anonymous],
      decisionIds: [decisionId],
      messageIds: [],
    });
    for (const text of [secret, anonymous, decisionId]) expect(await filesHold(text)).toEqual([]);
    const { rows } = await warehouse.query<{ count: number }>('SELECT count() AS count FROM events');
    expect(rows).toEqual([{ count: 3600 }]);
    await warehouse.close();
    for (const text of [secret, anonymous, decisionId]) expect(await filesHold(text)).toEqual([]);
  });

  it('keeps namespaces apart', async () => {
    const one = await open('one');
    await insertRecords(one, [warehouseEvent(1)], 't');
    await one.close();
    const two = await open('two');
    const { rows } = await two.query<{ count: number }>('SELECT count() AS count FROM events');
    expect(rows).toEqual([{ count: 0 }]);
    await two.close();
  });

  it('writes no log tables of its own', async () => {
    const warehouse = await open('');
    await warehouse.query('SELECT 1');
    const { rows } = await warehouse.query(
      "SELECT name FROM system.tables WHERE database = 'system' AND name LIKE '%_log'",
    );
    expect(rows).toEqual([]);
    await warehouse.close();
  });
});
