import fc from 'fast-check';
import { expect } from 'vitest';
import type { StateTable } from '../state-table.ts';

/** A step of a property test over two tables. */
export type Operation =
  | { kind: 'ensure' | 'remove' | 'truncate'; table: number; key: string }
  | { kind: 'write' | 'push'; table: number; key: string; value: number }
  | { kind: 'checkpoint' }
  | { kind: 'turn' };

/** Few keys, so that they collide, with the awkward ones among them. */
const key = fc.constantFrom('a', 'b', 'c', 'd', 'é', '', '\ud800', '__proto__', 'key\u0000', ...many());
const table = fc.constantFrom(0, 1);
const value = fc.oneof(fc.integer({ min: -1000, max: 1000 }), fc.double());

export const operations: fc.Arbitrary<Operation[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('ensure' as const), table, key }) },
    { weight: 8, arbitrary: fc.record({ kind: fc.constant('write' as const), table, key, value }) },
    { weight: 12, arbitrary: fc.record({ kind: fc.constant('push' as const), table, key, value }) },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constantFrom('remove' as const, 'truncate' as const), table, key }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('checkpoint' as const) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('turn' as const) }) },
  ),
  { maxLength: 400 },
);

function many(): string[] {
  return Array.from({ length: 30 }, (_, i) => `key ${i}`);
}

/** The columns that the tests give a table. */
export function declare(table: StateTable) {
  return {
    numbers: table.float64('numbers', 2),
    whole: table.int32('whole'),
    list: table.list('list', { floats: 1, ints: 2 }),
    json: table.json<{ [name: string]: number | null | string }>('json'),
  };
}

interface ModelRow {
  number: number;
  list: number[];
}

/** The same table as a plain map. */
export class ModelTable {
  readonly rows = new Map<string, ModelRow>();

  copy(): ModelTable {
    const copy = new ModelTable();
    for (const [key, { number, list }] of this.rows) copy.rows.set(key, { number, list: [...list] });
    return copy;
  }

  apply(operation: Exclude<Operation, { kind: 'checkpoint' | 'turn' }>): void {
    const { kind, key } = operation;
    if (kind === 'remove') {
      this.rows.delete(key);
      return;
    }
    const row = this.rows.get(key) ?? { number: 0, list: [] };
    this.rows.set(key, row);
    if (kind === 'truncate') row.list.length = Math.floor(row.list.length / 3);
    else if (kind === 'write') row.number = operation.value;
    else if (kind === 'push') row.list.push(operation.value);
  }

  /** Does to a real table what `apply` does to the model. */
  static applyTo(table: StateTable, operation: Exclude<Operation, { kind: 'checkpoint' | 'turn' }>): void {
    const { kind, key } = operation;
    if (kind === 'remove') {
      table.remove(key);
      return;
    }
    const { numbers, whole, list, json } = declare(table);
    const row = table.ensure(key);
    table.touch(row);
    if (kind === 'truncate') list.truncate(row, Math.floor(list.length(row) / 3));
    else if (kind === 'write') {
      numbers.data[row * 2 + 1] = operation.value;
      whole.data[row] = Math.trunc(operation.value);
      json.set(row, {
        text: `${key}\ud83d`,
        number: Number.isFinite(operation.value) ? operation.value : null,
      });
    } else if (kind === 'push') {
      const k = list.push(row);
      list.floats[k] = operation.value;
      list.ints[k * 2 + 1] = list.length(row);
    }
  }
}

/** Holds every key, number, list and document of a table against the model. */
export function checkAgainst(table: StateTable, model: ModelTable): void {
  const { numbers, whole, list, json } = declare(table);
  expect([...table.keys()].sort()).toEqual([...model.rows.keys()].sort());
  expect(table.size).toBe(model.rows.size);
  const rows = new Set<number>();
  for (const [key, expected] of model.rows) {
    const row = table.find(key);
    rows.add(row);
    expect(row).toBeGreaterThanOrEqual(0);
    expect(row).toBeLessThan(table.rows);
    expect(table.key(row)).toBe(key);
    expect(numbers.data[row * 2]).toBe(0);
    expect(numbers.data[row * 2 + 1]).toBe(expected.number);
    expect(whole.data[row]).toBe(Math.trunc(expected.number) | 0);
    const document = json.get(row);
    if (document !== undefined) expect(document.text).toBe(`${key}\ud83d`);
    const start = list.start(row);
    const length = list.length(row);
    expect(Array.from(list.floats.subarray(start, start + length))).toEqual(expected.list);
    for (let i = 0; i < length; i++) expect(list.ints[(start + i) * 2 + 1]).toBe(i + 1);
  }
  expect(rows.size).toBe(model.rows.size);
}
