import type { MetricInput } from '@personalize/learn';
import type { Experiment } from '../definition.ts';
import { byVariant, customersOf, type SumsRow } from './metric-inputs.ts';

/** Customers that a stratum needs in each variant; smaller ones are put together. */
const minimumPerVariant = 20;

/** Sums over all cells of each variant. Samples of quantile functions do not add up and are left out. */
export function overVariants(rows: readonly SumsRow[]): SumsRow[] {
  const found = new Map<string, SumsRow>();
  for (const row of rows) {
    const { variant } = row;
    const none: SumsRow = { variant, levels: [], customers: 0, sums: {}, samples: {} };
    const sum = found.get(variant) ?? none;
    sum.customers += row.customers;
    for (const [name, value] of Object.entries(row.sums)) {
      sum.sums[name] = name.startsWith('cap_') ? value : (sum.sums[name] ?? 0) + value;
    }
    found.set(variant, sum);
  }
  return [...found.values()];
}

/**
 * The cells as strata of each metric, by its number: those where a variant has too few customers are put
 * together, and with the largest when even together they are too few. Undefined for what cannot be
 * post-stratified: a single stratum, and metrics without sums that add up.
 */
export function strataOf(
  experiment: Experiment,
  rows: readonly SumsRow[],
): (i: number) => Pick<MetricInput, 'strata'> {
  const ofAll = mergeSmall(experiment, rows, ({ customers }) => customers);
  return (i) => {
    const metric = experiment.metrics[i];
    const strata =
      metric.kind === 'retention'
        ? mergeSmall(experiment, rows, (row) => customersOf(metric, i, row))
        : ofAll;
    if (metric.kind === 'quantile' || strata.length < 2) return {};
    return {
      strata: strata.map(({ key, rows: own }) => ({ key, statistics: byVariant(metric, i, own) })),
    };
  };
}

function mergeSmall(
  { variants }: Experiment,
  rows: readonly SumsRow[],
  countOf: (row: SumsRow) => number,
): { key: string; rows: SumsRow[] }[] {
  const groups = new Map<string, SumsRow[]>();
  for (const row of rows) {
    const key = row.levels.join(' × ');
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const isLarge = (cells: readonly SumsRow[]) =>
    variants.every(({ key, weight }) => {
      const row = cells.find(({ variant }) => variant === key);
      return weight === 0 || (row === undefined ? 0 : countOf(row)) >= minimumPerVariant;
    });
  const large: { key: string; cells: SumsRow[] }[] = [];
  let rest: SumsRow[] = [];
  for (const [key, cells] of groups) {
    if (isLarge(cells)) large.push({ key, cells });
    else rest = [...rest, ...cells];
  }
  const together = overVariants(rest);
  if (rest.length > 0 && (isLarge(together) || large.length === 0))
    large.push({ key: 'other', cells: together });
  else if (rest.length > 0) {
    const size = ({ cells }: { cells: readonly SumsRow[] }) =>
      cells.reduce((sum, cell) => sum + countOf(cell), 0);
    const largest = large.reduce((a, b) => (size(b) > size(a) ? b : a));
    largest.cells = [...largest.cells, ...rest];
  }
  return large.map(({ key, cells }) => ({ key, rows: overVariants(cells) }));
}
