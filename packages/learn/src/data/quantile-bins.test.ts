import { describe, expect, it } from 'vitest';
import { binMatrices } from './binned-matrix.ts';
import { frequentCategories, numericCuts } from './quantile-bins.ts';
import { fromSortable, RadixSorter, toSortable } from './radix-sort.ts';

const ascending = (count: number, from = 1) => Float32Array.from({ length: count }, (_, i) => from + i);
const even = (count: number) => new Float64Array(count).fill(1);

describe('numericCuts', () => {
  it('separates every value when there are bins enough', () => {
    expect([...numericCuts(ascending(4), even(4), 256, 1)]).toEqual([1.5, 2.5, 3.5]);
    expect([...numericCuts(ascending(1), even(1), 256, 1)]).toEqual([]);
    expect([...numericCuts(new Float32Array(), even(0), 256, 1)]).toEqual([]);
  });

  it('gives bins about equal weight', () => {
    const cuts = numericCuts(ascending(10_000), even(10_000), 20, 1);
    expect(cuts.length).toBe(19);
    for (let i = 1; i < cuts.length; i++) expect(Math.abs(cuts[i] - cuts[i - 1] - 500)).toBeLessThan(2);
  });

  it('counts weights, not values', () => {
    const weights = Float64Array.from({ length: 1000 }, (_, i) => (i < 500 ? 9 : 1));
    const cuts = numericCuts(ascending(1000), weights, 10, 1);
    expect(cuts.filter((cut) => cut < 500).length).toBeGreaterThanOrEqual(8);
  });

  it('gives heavy values, and zero between both signs, a bin alone', () => {
    const weights = even(101);
    weights[30] = 1000;
    const cuts = [...numericCuts(ascending(101, -50), weights, 16, 1)];
    for (const heavy of [-20, 0]) {
      const nextTo = (value: number) => cuts.filter((cut) => Math.abs(cut - value) <= 0.5).length;
      expect(nextTo(heavy)).toBe(2);
    }
    expect(cuts.length).toBeLessThan(16);
  });

  it('never makes more bins than allowed, and always ascending cuts', () => {
    for (const maxBins of [2, 3, 5, 255, 256]) {
      for (const from of [-500, -1, 0, 1]) {
        const cuts = numericCuts(ascending(1000, from), even(1000), maxBins, 1);
        expect(cuts.length).toBeLessThan(maxBins);
        for (let i = 1; i < cuts.length; i++) expect(cuts[i]).toBeGreaterThan(cuts[i - 1]);
      }
    }
  });
});

describe('frequentCategories', () => {
  it('keeps the heaviest, in order, and leaves a bin for the rest', () => {
    const weights = Float64Array.of(5, 1, 9, 1, 7);
    expect([...frequentCategories(Float32Array.of(0, 3, 4, 8, 9), weights, 4)]).toEqual([0, 4, 9]);
  });
});

describe('RadixSorter', () => {
  it('sorts floats of both signs with their positions', () => {
    const values = Float32Array.of(3, -1, 0, -0, 1e-40, -3e38, 3e38, 2.5, -1);
    const bits = new Uint32Array(values.buffer);
    const sorter = new RadixSorter(values.length, true);
    bits.forEach((bit, i) => {
      sorter.keys[i] = toSortable(bit);
      sorter.positions[i] = i;
    });
    sorter.sort(values.length);
    const sorted = [...sorter.positions].map((position) => values[position]);
    expect(sorted).toEqual([...values].sort((a, b) => a - b || (Object.is(a, -0) ? -1 : 1)));
    expect([...sorter.keys].map(fromSortable)).toEqual(
      [...sorter.positions].map((position) => bits[position]),
    );
  });
});

describe('binMatrices', () => {
  const options = {
    ...{
      maxBins: 256,
      minBinWeight: 1,
      sampleRows: 200_000,
      weights: new Float32Array(),
      featureNames: [],
      setNames: [],
    },
  };

  it('codes each value by its cuts, missing ones apart, for any number of threads', () => {
    const columns = 21;
    const rows = 3000;
    const values = new Float32Array(rows * columns).map((_, i) =>
      i % 11 === 0 ? Number.NaN : Math.sin(i * 12.9898) * 43758.5453,
    );
    const held = { values: values.slice(0, 10 * columns), rows: 10, columns };
    for (const threads of [1, 3]) {
      const binned = binMatrices([{ values, rows, columns }, held], {
        ...options,
        categorical: new Uint8Array(columns),
        threads,
      });
      expect(binned.rows).toBe(3010);
      for (let f = 0; f < columns; f++) {
        const { cuts, valueBins } = binned.features[f];
        const block = binned.blocks.find((b) => f >= b.first && f < b.first + b.width);
        if (!block) throw new Error(`no block holds feature ${f}`);
        for (let row = 0; row < binned.rows; row += 7) {
          const value = values[(row < rows ? row : row - rows) * columns + f];
          const code = Number.isNaN(value) ? valueBins : cuts.filter((cut) => value >= cut).length;
          expect(binned.codes[block.offset + row * block.stride + f - block.first]).toBe(code);
          expect(binned.columnCodes[f * binned.rows + row]).toBe(code);
        }
      }
    }
  });
});
