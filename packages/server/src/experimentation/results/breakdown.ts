import {
  analyseMetric,
  benjaminiHochberg,
  type Contrast,
  type Correction,
  contrastOf,
  crossDimensions,
  estimateMoments,
  holm,
  type MetricComparison,
  type MetricResult,
  type Moments,
  type Outcome,
  type Problem,
  type WaldTest,
  waldTest,
} from '@personalize/learn';
import { controlOf, type Experiment } from '../definition.ts';
import type { Split } from './dimensions.ts';
import { byVariant, metricSettings, type SumsRow } from './metric-inputs.ts';
import { type ComparisonReport, comparisonReports } from './metric-report.ts';
import type { Statistics } from './read-statistics.ts';

/** A cell is shown only when every variant has so many customers in it. */
export const minimumCellCustomers = 100;

export interface BreakdownCell {
  levels: string[];
  /** Too few customers: no figure of the cell is given. */
  isWithheld: boolean;
  customers: Record<string, number> | null;
  variants: MetricResult['variants'] | null;
  comparisons: ComparisonReport[];
}

export interface BreakdownMetric {
  metric: string;
  cells: BreakdownCell[];
  tests: { variant: string; heterogeneity: Outcome<WaldTest>; interaction: Outcome<WaldTest> | null }[];
}

export interface Breakdown {
  by: string[];
  isOverlapping: boolean;
  minimumCustomers: number;
  withheldCells: number;
  metrics: BreakdownMetric[];
}

interface Cell {
  levels: string[];
  rows: SumsRow[];
  customers: Record<string, number>;
  isWithheld: boolean;
}

/**
 * Every goal within every cell of a split, p-values corrected over all goals, cells and treatments together;
 * cells with few customers are withheld and take no part in it.
 */
export function breakdown(
  experiment: Experiment,
  split: Split,
  { rows }: Statistics,
  { method, correction, alpha }: { method: 'sequential' | 'fixed'; correction: Correction; alpha: number },
): Breakdown {
  const cells = cellsOf(experiment, rows);
  const control = controlOf(experiment);
  const metrics = experiment.metrics.flatMap((metric, i): BreakdownMetric[] => {
    if (metric.role !== 'goal') return [];
    const settings = metricSettings(metric);
    const shown = cells.map((cell): BreakdownCell => {
      const { levels, isWithheld } = cell;
      if (isWithheld) return { levels, isWithheld, customers: null, variants: null, comparisons: [] };
      const statistics = byVariant(metric, i, cell.rows);
      const exposures = new Map(Object.entries(cell.customers));
      const by = (how: 'sequential' | 'fixed') =>
        analyseMetric({ ...settings, statistics }, exposures, control, { method: how, alpha });
      const readings = { sequential: by('sequential'), fixed: by('fixed') };
      const comparisons = comparisonReports(
        metric,
        readings[method],
        readings.sequential,
        readings.fixed,
        statistics,
        false,
      );
      return {
        ...{ levels, isWithheld, comparisons },
        customers: cell.customers,
        variants: readings[method].variants,
      };
    });
    const moments = (cell: Cell, variant: string) => {
      const statistics = byVariant(metric, i, cell.rows)[variant];
      return statistics === undefined ? null : estimateMoments(statistics).value;
    };
    const tests = experiment.variants
      .filter(({ key }) => key !== control)
      .map(({ key }) => ({
        variant: key,
        ...testsOf(split, cells, (cell) => [moments(cell, control), moments(cell, key)]),
      }));
    return [{ metric: metric.key, cells: shown, tests }];
  });
  correct(
    metrics.flatMap((metric) => metric.cells.flatMap((cell) => cell.comparisons)),
    correction,
    alpha,
  );
  return {
    ...{ by: split.dimensions, isOverlapping: split.isOverlapping, metrics },
    minimumCustomers: minimumCellCustomers,
    withheldCells: cells.filter(({ isWithheld }) => isWithheld).length,
  };
}

function cellsOf({ variants }: Experiment, rows: Statistics['rows']): Cell[] {
  const found = new Map<string, Cell>();
  for (const row of rows) {
    const key = JSON.stringify(row.levels);
    const none = Object.fromEntries(variants.map((variant) => [variant.key, 0]));
    const cell = found.get(key) ?? { levels: row.levels, rows: [], customers: none, isWithheld: false };
    cell.rows.push(row);
    cell.customers[row.variant] = row.customers;
    found.set(key, cell);
  }
  const cells = [...found.values()];
  for (const cell of cells) {
    cell.isWithheld = variants.some(
      ({ key, weight }) => weight > 0 && cell.customers[key] < minimumCellCustomers,
    );
  }
  return cells.sort((a, b) => (JSON.stringify(a.levels) < JSON.stringify(b.levels) ? -1 : 1));
}

type Pair = [Moments | null, Moments | null];

function testsOf(split: Split, cells: readonly Cell[], pairOf: (cell: Cell) => Pair) {
  const isCrossed = split.dimensions.length === 2;
  const unknown = (key: Problem['key']): Outcome<WaldTest> => {
    return { value: null, problem: { key, parameters: {} } };
  };
  if (split.isOverlapping) return { heterogeneity: unknown('overlapping_segments'), interaction: null };
  const shown = cells.flatMap((cell) => {
    const [control, treatment] = cell.isWithheld ? [null, null] : pairOf(cell);
    return control === null || treatment === null ? [] : [{ levels: cell.levels, control, treatment }];
  });
  if (shown.length < 2) {
    const heterogeneity = unknown('too_few_cells');
    return { heterogeneity, interaction: isCrossed ? heterogeneity : null };
  }
  return {
    heterogeneity: sameEffect(shown.map(({ control, treatment }) => contrastOf(control, treatment))),
    interaction: isCrossed ? (interactionOf(shown) ?? unknown('too_few_cells')) : null,
  };
}

/** Wald's test that the absolute effect is the same everywhere. */
function sameEffect(contrasts: readonly Contrast[]): Outcome<WaldTest> {
  const effects = contrasts.map(({ control, treatment }) => treatment.mean - control.mean);
  const variances = contrasts.map(({ control, treatment }) => treatment.squaredError + control.squaredError);
  const differences = effects
    .slice(1)
    .map((_, i) => effects.map((_e, j) => Number(j === i + 1) - Number(j === 0)));
  return waldTest(effects, variances, differences);
}

/** The interaction over the levels of the second dimension that every level of the first has; null without a table. */
function interactionOf(
  shown: readonly { levels: string[]; control: Moments; treatment: Moments }[],
): Outcome<WaldTest> | null {
  const find = (a: string, b: string) => shown.find(({ levels }) => levels[0] === a && levels[1] === b);
  const first = [...new Set(shown.map(({ levels }) => levels[0]))];
  const second = [...new Set(shown.map(({ levels }) => levels[1]))].filter((b) =>
    first.every((a) => find(a, b) !== undefined),
  );
  if (first.length < 2 || second.length < 2) return null;
  const table = first.map((a) =>
    second.flatMap((b) => {
      const cell = find(a, b);
      return cell === undefined ? [] : [{ control: cell.control, treatment: cell.treatment }];
    }),
  );
  const crossed = crossDimensions(table);
  return crossed.problem === null ? crossed.value.interaction : { value: null, problem: crossed.problem };
}

function correct(
  family: readonly Pick<MetricComparison, 'comparison' | 'adjustedPValue' | 'significant'>[],
  correction: Correction,
  alpha: number,
): void {
  const raw = family.map(({ comparison }) => comparison?.pValue ?? null);
  const adjusted =
    correction === 'none' ? raw : correction === 'benjaminiHochberg' ? benjaminiHochberg(raw) : holm(raw);
  family.forEach((one, i) => {
    const p = adjusted[i];
    Object.assign(one, { adjustedPValue: p, significant: p !== null && p <= alpha });
  });
}
