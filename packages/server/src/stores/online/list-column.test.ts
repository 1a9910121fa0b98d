import { describe, expect, it } from 'vitest';
import { SlabList } from './list-column.ts';
import { ListHeads } from './list-heads.ts';

const rows = 2_000;

/** A list whose records hold what the model says, and the model. */
function lists() {
  const heads = new ListHeads(rows);
  const list = new SlabList({ floats: 2, ints: 1 }, heads);
  // Another list of the same rows: the one must not touch the other's heads.
  const other = new SlabList({ floats: 0, ints: 1 }, heads);
  const model = Array.from({ length: rows }, (): number[] => []);
  const push = (row: number, value: number) => {
    const at = list.push(row);
    if (list.floats[at * 2] !== 0 || list.ints[at] !== 0)
      throw new Error(`a new record of ${row} is not zero`);
    list.floats[at * 2] = value;
    list.floats[at * 2 + 1] = -value;
    list.ints[at] = row;
    model[row].push(value);
  };
  const truncate = (row: number, length: number) => {
    list.truncate(row, length);
    model[row].length = Math.min(length, model[row].length);
  };
  const check = () => {
    for (let row = 0; row < rows; row++) {
      const start = list.start(row);
      const values = Array.from({ length: list.length(row) }, (_, i) => list.floats[(start + i) * 2]);
      if (values.length !== model[row].length || values.some((value, i) => value !== model[row][i])) {
        expect(values, `row ${row}`).toEqual(model[row]);
      }
      for (let i = 0; i < values.length; i++) {
        if (list.ints[start + i] !== row) throw new Error(`record ${i} of row ${row} is of another row`);
      }
    }
  };
  return { list, other, push, truncate, check };
}

describe('SlabList', () => {
  it('takes at most 2.6 times what rows hold that grow alike', () => {
    const { list, push, check } = lists();
    for (let round = 1; round <= 100; round++) {
      for (let i = 0; i < rows; i++) push((i * 7) % rows, round * rows + i);
      if (round % 10 === 0) {
        check();
        // Without moving blocks together, every size on the way up would stay behind unused.
        expect(list.byteLength).toBeLessThan(rows * round * 20 * 2.6);
      }
    }
  });

  it('keeps every list while rows grow, shrink and empty in any order', () => {
    const { list, other, push, truncate, check } = lists();
    for (let row = 0; row < rows; row++) {
      const at = other.push(row);
      other.ints[at] = row;
    }
    let random = 1;
    const next = (below: number) => {
      random = (Math.imul(random, 1_103_515_245) + 12_345) >>> 1;
      return random % below;
    };
    for (let step = 0; step < 200_000; step++) {
      const row = next(rows);
      const kind = next(20);
      if (kind === 0) truncate(row, 0);
      else if (kind === 1) truncate(row, Math.floor(list.length(row) / 5));
      else push(row, step + 1);
      if (step % 40_000 === 0) check();
    }
    check();
    for (let row = 0; row < rows; row++) expect(other.ints[other.start(row)]).toBe(row);
  });
});
