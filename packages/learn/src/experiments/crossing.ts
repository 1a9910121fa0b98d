import { absoluteEffect, contrastOf } from './contrast.ts';
import { type Moments, squaredError } from './moments.ts';
import { failure, type Outcome } from './problem.ts';
import { type WaldTest, waldTest } from './wald.ts';

/**
 * Do two experiments that ran on the same customers interact? Tests that the effect of one does not depend
 * on the other's variant.
 *
 * @param cells cells[i][j]: moments of customers in variant i of the first and j of the second experiment
 * @returns Wald's test with (I − 1)(J − 1) degrees of freedom, or the problem
 * @throws RangeError for a table that is not rectangular or smaller than 2 × 2
 */
export function interactionTest(cells: readonly (readonly Moments[])[]): Outcome<WaldTest> {
  requireTable(cells);
  if (cells.flat().some((m) => m.n < 2)) return failure('one_exposure');
  const means = cells.flat().map((m) => m.mean);
  const variances = cells.flat().map(squaredError);
  return waldTest(means, variances, interactionContrasts(cells.length, cells[0].length));
}

/** Both variants of one experiment within one level of each of two dimensions. */
export interface CrossedCell {
  control: Moments;
  treatment: Moments;
}

export interface CrossedDimensions {
  /** effects[i][j]: the absolute effect within level i of the first and j of the second dimension. */
  effects: { value: number; standardError: number }[][];
  /** Is the effect the same in all cells? */
  heterogeneity: Outcome<WaldTest>;
  /** Does the effect, averaged over the other dimension, differ by level? */
  first: Outcome<WaldTest>;
  second: Outcome<WaldTest>;
  /** Does the effect depend on the combination, beyond the two dimensions apart? */
  interaction: Outcome<WaldTest>;
}

/**
 * Crosses an experiment with two dimensions (such as country × device): the effect in each cell, and Wald's
 * tests of what it depends on. Marginal effects weigh the cells equally.
 *
 * @returns effects and tests, or the problem of the first cell that has no effect, naming its place
 * @throws RangeError for a table that is not rectangular or smaller than 2 × 2
 */
export function crossDimensions(cells: readonly (readonly CrossedCell[])[]): Outcome<CrossedDimensions> {
  requireTable(cells);
  const effects: CrossedDimensions['effects'] = [];
  for (let i = 0; i < cells.length; i++) {
    const row: CrossedDimensions['effects'][number] = [];
    for (let j = 0; j < cells[i].length; j++) {
      const { control, treatment } = cells[i][j];
      if (control.n < 2 || treatment.n < 2)
        return failure('stratum_without_variant', { stratum: `${i}, ${j}` });
      const effect = absoluteEffect(contrastOf(control, treatment));
      if (effect.problem !== null) {
        return failure(effect.problem.key, { ...effect.problem.parameters, stratum: `${i}, ${j}` });
      }
      row.push(effect.value);
    }
    effects.push(row);
  }
  const values = effects.flat().map((e) => e.value);
  const variances = effects.flat().map((e) => e.standardError ** 2);
  const rows = effects.length;
  const columns = effects[0].length;
  const test = (contrasts: number[][]) => waldTest(values, variances, contrasts);
  const cell = (i: number, j: number) => i * columns + j;
  const others = values.slice(1).map((_, k) => unit(values.length, [0, -1], [k + 1, 1]));
  const firstContrasts = Array.from({ length: rows - 1 }, (_, i) =>
    unit(
      values.length,
      ...effects[0].flatMap((_e, j): [number, number][] => [
        [cell(i + 1, j), 1],
        [cell(0, j), -1],
      ]),
    ),
  );
  const secondContrasts = Array.from({ length: columns - 1 }, (_, j) =>
    unit(
      values.length,
      ...effects.flatMap((_e, i): [number, number][] => [
        [cell(i, j + 1), 1],
        [cell(i, 0), -1],
      ]),
    ),
  );
  return {
    value: {
      effects,
      heterogeneity: test(others),
      first: test(firstContrasts),
      second: test(secondContrasts),
      interaction: test(interactionContrasts(rows, columns)),
    },
    problem: null,
  };
}

/** (m[i][j] − m[i][0]) − (m[0][j] − m[0][0]) for every i, j from 1, on the flattened table. */
function interactionContrasts(rows: number, columns: number): number[][] {
  const out: number[][] = [];
  for (let i = 1; i < rows; i++) {
    for (let j = 1; j < columns; j++) {
      out.push(unit(rows * columns, [i * columns + j, 1], [i * columns, -1], [j, -1], [0, 1]));
    }
  }
  return out;
}

/** A row of zeros with the given entries. */
function unit(length: number, ...entries: [index: number, value: number][]): number[] {
  const row = new Array<number>(length).fill(0);
  for (const [index, value] of entries) row[index] += value;
  return row;
}

function requireTable(cells: readonly (readonly unknown[])[]): void {
  const columns = cells[0]?.length ?? 0;
  if (cells.length < 2 || columns < 2 || cells.some((row) => row.length !== columns)) {
    throw new RangeError(
      `cells must form a table of at least 2 by 2, got rows of [${cells.map((row) => row.length).join(', ')}]`,
    );
  }
}
