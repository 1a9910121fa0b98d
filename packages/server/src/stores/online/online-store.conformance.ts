import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OnlineStore, PartedSection, StateSection } from './online-store.ts';
import type { NumberColumn, StateTable } from './state-table.ts';
import { checkAgainst, declare, ModelTable, type Operation, operations } from './testing/table-model.ts';

/** What an adapter's test provides: stores over one storage that survives `close`. */
export interface OnlineStoreFixture {
  /** Opens (again) the same storage; at the first call it is empty. */
  open(): OnlineStore;
  dispose(): Promise<void>;
}

export function onlineStoreConformance(name: string, make: () => Promise<OnlineStoreFixture>): void {
  describe(`${name} as an online store`, () => {
    let fixture: OnlineStoreFixture;
    const open: OnlineStore[] = [];
    beforeEach(async () => {
      fixture = await make();
    });
    afterEach(async () => {
      for (const store of open.splice(0)) await store.close();
      await fixture.dispose();
    });
    const opened = (): OnlineStore => {
      const store = fixture.open();
      open.push(store);
      return store;
    };
    const closed = async (store: OnlineStore): Promise<void> => {
      open.splice(open.indexOf(store), 1);
      await store.close();
    };

    it('gives a row per key, the same one again, and none for what it does not know', async () => {
      const store = opened();
      const table = store.table('t');
      await store.restore();
      const a = table.ensure('a');
      const b = table.ensure('b');
      expect(a).not.toBe(b);
      expect(table.ensure('a')).toBe(a);
      expect(table.find('b')).toBe(b);
      expect(table.find('c')).toBe(-1);
      expect(table.key(a)).toBe('a');
      expect(table.size).toBe(2);
      expect([...table.keys()].sort()).toEqual(['a', 'b']);
    });

    it('wipes a removed row before another key gets it', async () => {
      const store = opened();
      const table = store.table('t');
      const { numbers, whole, list, json } = declare(table);
      await store.restore();
      const row = table.ensure('a');
      numbers.data[row * 2 + 1] = 7;
      whole.data[row] = 7;
      json.set(row, { secret: 7 });
      const k = list.push(row);
      list.floats[k] = 7;
      expect(table.remove('a')).toBe(true);
      expect(table.remove('a')).toBe(false);
      expect(table.key(row)).toBeUndefined();
      const again = table.ensure('b');
      expect(again).toBe(row);
      expect(numbers.data[again * 2 + 1]).toBe(0);
      expect(whole.data[again]).toBe(0);
      expect(json.get(again)).toBeUndefined();
      expect(list.length(again)).toBe(0);
      const fresh = list.push(again);
      expect(list.floats[fresh]).toBe(0);
    });

    it('never gives a row again in a table made so', async () => {
      const store = opened();
      const table = store.table('t', { reuseRows: false });
      await store.restore();
      const row = table.ensure('a');
      table.remove('a');
      expect(table.ensure('b')).not.toBe(row);
      expect(table.ensure('a')).not.toBe(row);
    });

    it('refuses a column declared again with another shape', () => {
      const store = opened();
      const table = store.table('t');
      table.float64('x', 2);
      expect(table.float64('x', 2)).toBe(table.float64('x', 2));
      expect(() => table.float64('x', 3)).toThrow(/another shape/);
      expect(() => table.list('x', { floats: 1, ints: 0 })).toThrow(/another shape/);
      expect(() => table.int32('y', 0)).toThrow(/width must be a whole number from 1/);
    });

    it('starts at offset 0 when nothing was saved', async () => {
      expect(await opened().restore()).toBe(0);
    });

    it('restores exactly what any sequence of operations left, wherever checkpoints fell', async () => {
      let round = 0;
      await fc.assert(
        fc.asyncProperty(operations, async (sequence) => {
          const names = [`reused${round}`, `unique${round}`];
          round++;
          const start = (): { store: OnlineStore; tables: StateTable[] } => {
            const store = opened();
            const tables = [store.table(names[0]), store.table(names[1], { reuseRows: false })];
            for (const table of tables) declare(table);
            return { store, tables };
          };
          let { store, tables } = start();
          expect(await store.restore()).toBe(0);
          const models = tables.map(() => new ModelTable());
          let saved = models.map((model) => model.copy());
          let savedAt = 0;
          const pending: Promise<void>[] = [];
          for (const [i, operation] of sequence.entries()) {
            if (operation.kind === 'checkpoint') {
              // Not awaited: the operations that follow run while it is being written.
              pending.push(store.checkpoint(i + 1));
              saved = models.map((model) => model.copy());
              savedAt = i + 1;
            } else if (operation.kind === 'turn') await setImmediate();
            else apply(operation, tables, models);
          }
          checkAll(tables, models);
          await Promise.all(pending);
          await closed(store);
          ({ store, tables } = start());
          expect(await store.restore()).toBe(savedAt);
          checkAll(tables, saved);
          // What was restored goes on living: rows are given in the same order as they would have been.
          const more: Operation[] = [
            { kind: 'ensure', table: 0, key: 'new' },
            { kind: 'write', table: 0, key: 'new', value: 5 },
          ];
          for (const operation of more) apply(operation, tables, saved);
          checkAll(tables, saved);
          await closed(store);
        }),
        { numRuns: 40 },
      );
    });

    it('saves the state of the call, although it changes while it is being saved', async () => {
      const store = opened();
      const table = store.table('t');
      const column = table.float64('x');
      await store.restore();
      for (let i = 0; i < 20_000; i++) put(table, column, `key ${i}`, i);
      const saving = store.checkpoint(1);
      for (let i = 0; i < 20_000; i += 3) put(table, column, `key ${i}`, -1);
      for (let i = 1; i < 20_000; i += 3) table.remove(`key ${i}`);
      for (let i = 0; i < 5_000; i++) table.ensure(`later ${i}`);
      await saving;
      await closed(store);
      const again = opened();
      const restored = again.table('t');
      const values = restored.float64('x');
      expect(await again.restore()).toBe(1);
      expect(restored.size).toBe(20_000);
      for (let i = 0; i < 20_000; i++) expect(values.data[restored.find(`key ${i}`)]).toBe(i);
    });

    it('takes a second checkpoint while the first is running, and the second wins', async () => {
      const store = opened();
      const table = store.table('t');
      const column = table.int32('x');
      await store.restore();
      for (let i = 0; i < 5_000; i++) put(table, column, `${i}`, 1);
      const first = store.checkpoint(1);
      for (let i = 0; i < 5_000; i += 2) put(table, column, `${i}`, 2);
      await Promise.all([first, store.checkpoint(2)]);
      await closed(store);
      const again = opened();
      const restored = again.table('t');
      const values = restored.int32('x');
      expect(await again.restore()).toBe(2);
      for (let i = 0; i < 5_000; i++) expect(values.data[restored.find(`${i}`)]).toBe(i % 2 === 0 ? 2 : 1);
    });

    it('starts from nothing when the shape of state changed, also for later restarts', async () => {
      const store = opened();
      store.table('t').float64('x');
      await store.restore();
      store.table('t').ensure('a');
      await store.checkpoint(9);
      await closed(store);
      const wider = opened();
      wider.table('t').float64('x', 2);
      expect(await wider.restore()).toBe(0);
      expect(wider.table('t').size).toBe(0);
      await closed(wider);
      const back = opened();
      back.table('t').float64('x');
      expect(await back.restore()).toBe(0);
    });

    it('saves and restores sections with the tables', async () => {
      const store = opened();
      store.section(counter(5).section);
      await store.restore();
      await store.checkpoint(3);
      await closed(store);
      const again = opened();
      const target = counter(0);
      again.section(target.section);
      expect(await again.restore()).toBe(3);
      expect(target.value()).toBe(5);
    });

    it('saves sections of many megabytes, shorter the next time, and empty ones', async () => {
      const lengths = [9_500_000, 5_000_000, 0];
      for (const [i, length] of lengths.entries()) {
        const store = opened();
        let restored = -1;
        let intact = true;
        const section: StateSection = {
          name: 'large',
          save: () => Uint8Array.from({ length }, (_, at) => at % 251),
          restore: (bytes) => {
            restored = bytes.length;
            intact = bytes.every((byte, at) => byte === at % 251);
          },
        };
        store.section(section);
        expect(await store.restore()).toBe(i);
        expect(restored).toBe(i === 0 ? -1 : lengths[i - 1]);
        expect(intact).toBe(true);
        await store.checkpoint(i + 1);
        await closed(store);
      }
    });

    it('writes a part of a section again only when its version changed, and forgets parts that are gone', async () => {
      const store = opened();
      const source = parted([
        [3, 1],
        [7, 1],
        [8, 1],
      ]);
      store.section(source.section);
      await store.restore();
      await store.checkpoint(1);
      expect(source.written.splice(0).sort()).toEqual([3, 7, 8]);
      source.set([
        [7, 1],
        [8, 2],
        [9, 1],
      ]);
      await store.checkpoint(2);
      expect(source.written.splice(0).sort()).toEqual([8, 9]);
      await closed(store);
      const again = opened();
      const target = parted([]);
      again.section(target.section);
      expect(await again.restore()).toBe(2);
      expect(target.restored).toEqual(['part 7 at 1', 'part 8 at 2', 'part 9 at 1']);
    });

    it('refuses calls out of order', async () => {
      const store = opened();
      await expect(store.checkpoint(0)).rejects.toThrow(/restore\(\) must come before/);
      await store.restore();
      await expect(store.restore()).rejects.toThrow(/once/);
      expect(() => store.table('late')).toThrow(/before restore/);
      await closed(store);
      await expect(store.checkpoint(0)).rejects.toThrow(/closed/);
    });
  });
}

function checkAll(tables: StateTable[], models: ModelTable[]): void {
  for (const [i, table] of tables.entries()) checkAgainst(table, models[i]);
}

/** Writes after `ensure`, which may have replaced the column's data. */
function put(
  table: StateTable,
  column: NumberColumn<Float64Array | Int32Array>,
  key: string,
  value: number,
): void {
  const row = touched(table, key);
  column.data[row] = value;
}

function touched(table: StateTable, key: string): number {
  const row = table.ensure(key);
  table.touch(row);
  return row;
}

function apply(operation: Operation, tables: StateTable[], models: ModelTable[]): void {
  if (operation.kind === 'checkpoint' || operation.kind === 'turn') return;
  models[operation.table].apply(operation);
  ModelTable.applyTo(tables[operation.table], operation);
}

function counter(initial: number): { section: StateSection; value(): number } {
  let value = initial;
  return {
    section: {
      name: 'counter',
      save: () => Uint8Array.of(value),
      restore: (bytes) => {
        value = bytes[0];
      },
    },
    value: () => value,
  };
}

/** A section whose parts say their number and version. */
function parted(initial: [number, number][]) {
  let parts = initial;
  const written: number[] = [];
  const restored: string[] = [];
  const section: PartedSection = {
    name: 'parted',
    inParts: true,
    save: () =>
      parts.map(([number, version]) => ({
        number,
        version,
        bytes: () => {
          written.push(number);
          return new TextEncoder().encode(`part ${number} at ${version}`);
        },
      })),
    restore: (saved) => {
      for (const part of saved) restored.push(new TextDecoder().decode(part.bytes()));
    },
  };
  return {
    section,
    written,
    restored,
    set: (next: [number, number][]) => {
      parts = next;
    },
  };
}
