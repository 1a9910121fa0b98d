import type {
  DailyResults,
  ExperimentResults,
  Interval,
  MetricComparison,
  VariantFigure,
} from '../../../api/experiment-results.ts';
import type { ChartTable } from '../../../charts/chart-table.ts';

type Cell = string | number | null;
const columns = [
  ...['part', 'day', 'cell', 'metric', 'role', 'variant', 'customers', 'mean'],
  ...['relative', 'relativeLower', 'relativeUpper', 'absolute', 'absoluteLower', 'absoluteUpper'],
  ...['pValue', 'adjustedPValue', 'significant', 'chanceToWin', 'expectedLoss', 'guardrail'],
  ...['varianceReduction', 'problem'],
] as const;
type Row = Partial<Record<(typeof columns)[number], Cell>>;

/** Every figure in one long table: totals, days, exposures, and the cells of a breakdown, told apart by `part`. */
export function resultsTable(results: ExperimentResults, daily: readonly DailyResults[]): ChartTable {
  const rows: Row[] = [];
  for (const { key, role, variants, comparisons } of results.metrics) {
    rows.push(...figures({ part: 'total', metric: key, role }, variants, comparisons));
  }
  for (const { metric, cells } of results.breakdown?.metrics ?? []) {
    for (const { levels, variants, comparisons } of cells) {
      rows.push(
        ...figures({ part: 'breakdown', metric, cell: levels.join(' × ') }, variants ?? {}, comparisons),
      );
    }
  }
  for (const { metric, days } of daily) {
    for (const { day, variants, comparisons } of days) {
      for (const { variant, n, mean } of variants) {
        const found = comparisons.find((one) => one.variant === variant);
        rows.push({
          ...{ part: 'day', day, metric, variant, customers: n, mean },
          ...(found && { ...effects(found), pValue: found.pValue, problem: found.problem?.text ?? null }),
        });
      }
    }
  }
  for (const { day, variant, customers } of results.exposuresByDay) {
    rows.push({ part: 'exposure', day, variant, customers });
  }
  return {
    columns: columns.map((key) => ({ key, name: key })),
    rows: rows.map((row) => columns.map((key) => row[key] ?? null)),
  };
}

function figures(
  head: Row,
  variants: Record<string, VariantFigure>,
  comparisons: readonly MetricComparison[],
): Row[] {
  return Object.entries(variants).map(([variant, { n, mean, problem }]) => {
    const found = comparisons.find((one) => one.variant === variant);
    const posterior = found?.bayesian?.relative ?? found?.bayesian?.absolute;
    return {
      ...{ ...head, variant, customers: n, mean, problem: problem?.text ?? found?.problem?.text ?? null },
      ...(found?.comparison && {
        ...effects(found.comparison),
        pValue: found.comparison.pValue,
        adjustedPValue: found.adjustedPValue,
        significant: found.significant ? 1 : 0,
        chanceToWin: posterior?.chanceToWin ?? null,
        expectedLoss: posterior?.expectedLoss ?? null,
        guardrail: found.guardrail?.status ?? null,
        varianceReduction: found.adjustment.varianceReduction,
      }),
    };
  });
}

function effects({ relative, absolute }: { relative: Interval | null; absolute: Interval | null }): Row {
  return {
    ...(relative && {
      relative: relative.value,
      relativeLower: relative.lower,
      relativeUpper: relative.upper,
    }),
    ...(absolute && {
      absolute: absolute.value,
      absoluteLower: absolute.lower,
      absoluteUpper: absolute.upper,
    }),
  };
}
