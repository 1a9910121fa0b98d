import { SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExperimentResults } from '../../../api/experiment-results.ts';
import { ChartShell } from '../../../charts/chart-shell.tsx';
import { XyChart } from '../../../charts/xy-chart.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { dayNumber, useDay } from '../use-day.ts';
import { exposureSeries } from './exposure-series.ts';

const height = 240;

/** Customers exposed to each variant, day by day or summed up. Lines that part in another ratio than the weights are a fault. */
export function ExposureChart({ results }: { results: ExperimentResults }) {
  const { t } = useTranslation();
  const format = useFormat();
  const writeDay = useDay();
  const [view, setView] = useState<'cumulative' | 'daily'>('cumulative');
  const series = useMemo(() => exposureSeries(results, view), [results, view]);
  const days = series[0]?.points.map(([day]) => day) ?? [];
  const [first = 0, last = 0] = [days[0], days.at(-1)];
  const x = useMemo(
    () => ({ name: t('experiment.day'), format: writeDay, min: first, max: Math.max(first + 1, last) }),
    [t, writeDay, first, last],
  );
  const y = useMemo(() => ({ name: t('experiment.customers'), format: format.count, min: 0 }), [t, format]);
  return (
    <ChartShell
      title={t('experiment.exposures')}
      unit={t(`experimentExposureUnit.${view}`)}
      height={height}
      empty={t('experiment.nobody')}
      table={{
        columns: [
          { key: 'day', name: t('experiment.day') },
          ...series.map(({ key, name }) => ({ key, name, format: format.exact })),
        ],
        rows: days.map((day, i) => [writeDay(day), ...series.map(({ points }) => points[i][1] ?? null)]),
      }}
      actions={
        <SegmentedControl
          size="xs"
          value={view}
          onChange={(next) => setView(next === 'daily' ? 'daily' : 'cumulative')}
          data={(['cumulative', 'daily'] as const).map((value) => ({
            value,
            label: t(`experimentExposureView.${value}`),
          }))}
          aria-label={t('experiment.exposures')}
        />
      }
      footer={
        results.edits.length > 0
          ? t('experiment.changedOn', {
              days: results.edits.map(({ at }) => writeDay(dayNumber(at.slice(0, 10)))).join(', '),
            })
          : undefined
      }
    >
      <XyChart label={t('experiment.exposures')} height={height} series={series} x={x} y={y} />
    </ChartShell>
  );
}
