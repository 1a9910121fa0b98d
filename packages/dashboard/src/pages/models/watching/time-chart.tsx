import type { XyMark, XySeries } from '@personalize/charts';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ChartShell } from '../../../charts/chart-shell.tsx';
import { XyChart } from '../../../charts/xy-chart.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useAxisTime } from './use-axis-time.ts';

const height = 260;
const steps = { hour: 3_600_000, day: 86_400_000 };

/** Lines by hour or day. Every series has a point for each of them. */
export function TimeChart({
  title,
  unit,
  empty,
  footer,
  series,
  marks,
  by,
  span,
  format: write,
}: {
  title: string;
  unit: string;
  empty: string;
  footer?: ReactNode;
  /** Undefined while loading. */
  series: readonly XySeries[] | undefined;
  marks?: readonly XyMark[];
  by: 'hour' | 'day' | undefined;
  /** What is drawn, whether or not something happened at its ends. Must keep its identity. */
  span: { min: number; max: number } | undefined;
  /** Must keep its identity. */
  format: (value: number) => string;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const axisTime = useAxisTime(by === 'hour');
  const x = useMemo(
    () => ({
      name: t('modelWatch.time'),
      format: axisTime,
      type: 'time' as const,
      step: steps[by ?? 'hour'],
      ...span,
    }),
    [t, axisTime, by, span],
  );
  const y = useMemo(() => ({ name: '', format: write, min: 0 }), [write]);
  const known = series?.some(
    ({ points, reference }) => !reference && points.some(([, value]) => value !== null),
  );
  const columns = series ?? [];
  return (
    <ChartShell
      title={title}
      unit={unit}
      height={height}
      empty={empty}
      footer={footer}
      table={
        series && {
          columns: [
            { key: 'time', name: t('chart.time') },
            ...columns.map(({ key, name }) => ({ key, name, format: write })),
          ],
          rows: known
            ? (columns[0]?.points ?? []).map(([at], i) => [
                format.dateTime(at),
                ...columns.map(({ points }) => points[i]?.[1] ?? null),
              ])
            : [],
        }
      }
    >
      <XyChart label={title} series={columns} x={x} y={y} height={height} {...(marks && { marks })} />
    </ChartShell>
  );
}
