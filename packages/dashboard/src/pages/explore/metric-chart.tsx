import type { BarSeries, XyAxis, XySeries } from '@personalize/charts';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from '../../api/analytics.ts';
import { BarChart } from '../../charts/bar-chart.tsx';
import { ChartShell } from '../../charts/chart-shell.tsx';
import type { ChartTable } from '../../charts/chart-table.ts';
import { XyChart } from '../../charts/xy-chart.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import type { ChartContext } from './answer-charts.tsx';
import { ExploreMenu, useExploreMarks } from './explore-menu.tsx';
import type { Steps } from './steps.ts';
import type { Group } from './values.ts';

export interface MetricChartProps {
  metric: string;
  title: string;
  groups: Group[] | undefined;
  steps: Steps;
  context: ChartContext;
  write: (value: number | null | undefined) => string;
}

const height = 300;
const mostLines = 7;

/** One metric as lines, bars or stacked bars. */
export function MetricChart({ metric, title, groups, steps, context, write }: MetricChartProps) {
  const { t } = useTranslation();
  const marks = useExploreMarks(context);
  const { state, dimensions, names, onDrill, onZoom } = context;
  const timed = state.granularity !== '';
  const compares = state.compare !== '';
  const shown = useMemo(() => groups?.slice(0, timed ? mostLines : 50) ?? [], [groups, timed]);
  const dates = useMemo(() => shown[0]?.rows.map(({ date }) => String(date)) ?? [], [shown]);
  const plain = t('explore.thisPeriod');
  const before = t('explore.compared');
  const nameOf = useCallback((group: Group) => group.name || plain, [plain]);
  const lines = useMemo(
    () =>
      shown.flatMap((group): XySeries[] => [
        {
          key: group.key,
          name: nameOf(group),
          points: group.rows.map((row) => [steps.at(String(row.date)), numberOf(row[metric])]),
        },
        ...(compares && shown.length === 1
          ? [
              {
                key: `${group.key} before`,
                name: before,
                reference: true,
                points: group.rows.map(
                  (row) => [steps.at(String(row.date)), comparedOf(row, metric)] as const,
                ),
              },
            ]
          : []),
      ]),
    [shown, steps, metric, compares, before, nameOf],
  );
  const bars = useMemo((): BarSeries[] => {
    if (timed) {
      return shown.map((group) => ({
        key: group.key,
        name: nameOf(group),
        values: group.rows.map((row) => numberOf(row[metric])),
      }));
    }
    const own = { key: metric, name: title, values: shown.map(({ rows }) => numberOf(rows[0][metric])) };
    const other = { key: 'before', name: before, reference: true };
    return compares
      ? [own, { ...other, values: shown.map(({ rows }) => comparedOf(rows[0], metric)) }]
      : [own];
  }, [shown, timed, metric, title, compares, before, nameOf]);
  const categories = useMemo(
    () => (timed ? dates.map(steps.text) : shown.map(nameOf)),
    [timed, dates, steps, shown, nameOf],
  );
  const x = useMemo<XyAxis>(() => ({ name: '', type: 'time', format: steps.write }), [steps]);
  const y = useMemo<XyAxis>(() => ({ name: '', min: 0, format: write }), [write]);
  const last = dimensions.at(-1);
  const onPick = useCallback(
    (series: number, data: number) => {
      const group = shown[timed ? series : data];
      if (last !== undefined && group?.values !== undefined) onDrill(last, group.values[last]);
      const date = shown[0]?.rows[data]?.date;
      if (last === undefined && timed && date !== undefined) onZoom(String(date));
    },
    [shown, timed, last, onDrill, onZoom],
  );
  const line = state.kind === 'line';
  const goesIn = last !== undefined || (timed && state.granularity !== 'minute');
  const table =
    groups && tableOf({ groups, metric, title, context, steps, write, timeName: t('chart.time') });
  const unit = [
    timed ? t(`explore.grain.${state.granularity || 'none'}`) : undefined,
    dimensions.map((name) => names.get(name) ?? name).join(' · ') || undefined,
  ]
    .filter(Boolean)
    .join(', ');
  return (
    <ChartShell
      title={title}
      menu={<ExploreMenu metric={metric} title={title} context={context} />}
      unit={unit}
      height={height}
      empty={<EmptyState title={t('explore.nothing')}>{t('explore.nothingHint')}</EmptyState>}
      table={table}
      footer={
        groups && groups.length > shown.length ? t('explore.mostLines', { count: shown.length }) : undefined
      }
    >
      {line && !timed ? (
        <EmptyState title={t('explore.lineNeedsTime')} />
      ) : line ? (
        <XyChart
          label={title}
          height={height}
          series={lines}
          x={x}
          y={y}
          marks={marks}
          {...(goesIn ? { onPick } : {})}
        />
      ) : (
        <BarChart
          label={title}
          categories={categories}
          series={bars}
          layout={timed ? 'columns' : 'rows'}
          stacked={state.kind === 'stacked'}
          format={write}
          {...(timed ? { height } : {})}
          {...(goesIn ? { onPick } : {})}
        />
      )}
    </ChartShell>
  );
}

function tableOf({
  groups,
  metric,
  title,
  context: { dimensions, names, state },
  steps,
  write,
  timeName,
}: Omit<MetricChartProps, 'groups'> & { groups: readonly Group[]; timeName: string }): ChartTable {
  const timed = state.granularity !== '';
  return {
    columns: [
      ...(timed ? [{ key: 'date', name: timeName }] : []),
      ...(dimensions.length > 0
        ? [{ key: 'group', name: dimensions.map((name) => names.get(name) ?? name).join(' · ') }]
        : []),
      { key: metric, name: title, format: write },
    ],
    rows: groups.flatMap(({ name, rows }) =>
      rows.map((row) => [
        ...(timed ? [steps.text(String(row.date))] : []),
        ...(dimensions.length > 0 ? [name] : []),
        numberOf(row[metric]),
      ]),
    ),
  };
}

export function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

/** The metric of the other period. */
export function comparedOf(row: Row, metric: string): number | null {
  const compared: unknown = row.compare;
  return typeof compared === 'object' && compared !== null
    ? numberOf((compared as Record<string, unknown>)[metric])
    : null;
}
