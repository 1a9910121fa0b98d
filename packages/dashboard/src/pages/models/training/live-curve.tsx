import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobPoint } from '../../../api/jobs.ts';
import { ChartShell } from '../../../charts/chart-shell.tsx';
import { XyChart } from '../../../charts/xy-chart.tsx';
import { SelectFilter } from '../../../components/filter-bar.tsx';
import { metricName } from '../../../components/model-words/metrics.ts';
import { useFormat } from '../../../format/use-format.ts';
import { toRuns } from './live-points.ts';

const height = 260;

/** The curve so far, of one metric, each fit a line. */
export function LiveCurve({ points, over }: { points: readonly JobPoint[]; over: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [chosen, setChosen] = useState('');
  const runs = useMemo(() => toRuns(points), [points]);
  const metrics = [...new Set(runs.map(({ metric }) => metric))];
  const metric = metrics.includes(chosen) ? chosen : (metrics[0] ?? '');
  const shown = useMemo(() => runs.filter((run) => run.metric === metric), [runs, metric]);
  const series = useMemo(() => {
    const fits = Math.max(0, ...shown.map(({ fit }) => fit));
    return shown.map(({ fit, rows, points: rounds }) => {
      const name = rows === 'training' ? t('modelCurve.training') : t('modelCurve.validation');
      return {
        key: `${rows} ${fit}`,
        name: fits > 1 ? t('modelTrain.fit', { name, number: fit }) : name,
        dashed: rows === 'training',
        points: rounds,
      };
    });
  }, [shown, t]);
  const x = useMemo(() => ({ name: t('modelCurve.round'), format: format.count }), [t, format]);
  const y = useMemo(() => ({ name: '', format: (value: number) => format.fixed(value, 3) }), [format]);
  if (over && points.length === 0) return null;
  const title = t('modelTrain.curve');
  return (
    <ChartShell
      title={title}
      unit={t('modelTrain.curveUnit', { metric: metricName(t, metric) })}
      height={height}
      empty={t('modelTrain.noPoints')}
      table={{
        columns: [
          { key: 'round', name: t('modelCurve.round'), format: format.count },
          ...series.map(({ key, name }) => ({ key, name, format: y.format })),
        ],
        rows: tableRows(shown),
      }}
      actions={
        metrics.length > 1 && (
          <SelectFilter
            inline
            label={t('modelTrain.metric')}
            value={metric}
            options={metrics.map((value) => ({ value, label: metricName(t, value) }))}
            onChange={setChosen}
          />
        )
      }
    >
      <XyChart label={title} series={series} x={x} y={y} height={height} />
    </ChartShell>
  );
}

function tableRows(runs: readonly { points: [number, number][] }[]): (number | null)[][] {
  const byRound = runs.map(({ points }) => new Map(points));
  const rounds = [...new Set(byRound.flatMap((run) => [...run.keys()]))].sort((a, b) => a - b);
  return rounds.map((round) => [round, ...byRound.map((run) => run.get(round) ?? null)]);
}
