import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExperimentResults } from '../../../api/experiment-results.ts';
import { type Experiment, useDailyResults } from '../../../api/experiments.ts';
import { useUrlState } from '../../../api/use-url-state.ts';
import { ChartShell } from '../../../charts/chart-shell.tsx';
import { XyChart } from '../../../charts/xy-chart.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { SelectFilter } from '../../../components/filter-bar.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { type Method, metricFormat, writePValue } from '../effect.ts';
import { dayNumber, useDay } from '../use-day.ts';
import { effectSeries } from './effect-series.ts';

const height = 240;

/** A metric's effect as it stood at each day's end, with its interval, against no difference. */
export function EffectChart({
  experiment,
  results,
  method,
}: {
  experiment: Experiment;
  results: ExperimentResults;
  method: Method;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const writeDay = useDay();
  const [chosen, setChosen] = useUrlState('metric');
  const { metrics } = results;
  const metric =
    metrics.find(({ key }) => key === chosen) ?? metrics.find(({ role }) => role === 'goal') ?? metrics[0];
  const daily = useDailyResults(experiment, {
    metric: metric.key,
    method: method === 'fixed' ? 'fixed' : 'sequential',
  });
  const write = useMemo(
    () =>
      metricFormat(
        experiment.metrics.find(({ key }) => key === metric.key),
        format,
        t,
      ),
    [experiment, metric.key, format, t],
  );
  const drawn = useMemo(
    () => daily.data && effectSeries(daily.data, t('experiment.noDifference')),
    [daily.data, t],
  );
  const x = useMemo(
    () => ({ name: t('experiment.day'), format: writeDay, min: drawn?.from ?? 0, max: drawn?.to ?? 1 }),
    [t, writeDay, drawn],
  );
  const y = useMemo(
    () => ({
      name: t('experiment.effect'),
      format: (value: number) => write.effect(value, drawn?.scale ?? 'relative'),
      ...(drawn ? { min: drawn.low, max: drawn.high } : {}),
    }),
    [t, write, drawn],
  );
  const marks = useMemo(
    () => results.edits.map(({ at }) => ({ x: dayNumber(at.slice(0, 10)), name: t('experiment.changed') })),
    [results.edits, t],
  );
  const rows = (daily.data?.days ?? []).flatMap(({ day, comparisons }) =>
    comparisons.map(({ variant, relative, absolute, pValue, problem }) => {
      const effect = drawn?.scale === 'absolute' ? absolute : relative;
      return [
        writeDay(dayNumber(day)),
        variant,
        effect?.value ?? null,
        effect?.lower ?? null,
        effect?.upper ?? null,
        problem?.text ?? (pValue === null ? null : writePValue(pValue, format)),
      ];
    }),
  );
  return (
    <ChartShell
      title={t('experiment.overTime', { metric: metric.key })}
      unit={t(drawn?.scale === 'absolute' ? 'experiment.overTimeAbsolute' : 'experiment.overTimeUnit')}
      height={height}
      empty={t('experiment.tooEarly')}
      table={
        daily.error || (daily.data && drawn === null)
          ? { columns: [], rows: [] }
          : daily.data && {
              columns: [
                { key: 'day', name: t('experiment.day') },
                { key: 'variant', name: t('experiment.variant') },
                { key: 'effect', name: t('experiment.effect'), format: y.format },
                { key: 'lower', name: t('experiment.lower'), format: y.format },
                { key: 'upper', name: t('experiment.upper'), format: y.format },
                { key: 'p', name: t('experiment.pValue') },
              ],
              rows,
            }
      }
      actions={
        metrics.length > 1 && (
          <SelectFilter
            inline
            label={t('experiment.metric')}
            value={metric.key}
            options={metrics.map(({ key }) => ({ value: key, label: key }))}
            onChange={setChosen}
          />
        )
      }
      footer={t(method === 'fixed' ? 'experiment.overTimeFixed' : 'experiment.overTimeNote')}
    >
      {daily.error && <ErrorState error={daily.error} onRetry={() => daily.refetch()} />}
      {drawn && (
        <XyChart
          label={t('experiment.overTime', { metric: metric.key })}
          height={height}
          series={drawn.series}
          x={x}
          y={y}
          marks={marks}
        />
      )}
    </ChartShell>
  );
}
