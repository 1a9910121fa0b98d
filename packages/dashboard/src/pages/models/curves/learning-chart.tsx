import type { XyPoint, XySeries } from '@personalize/charts';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ChartShell } from '../../../charts/chart-shell.tsx';
import { XyChart } from '../../../charts/xy-chart.tsx';
import { SelectFilter } from '../../../components/filter-bar.tsx';
import { metricName } from '../../../components/model-words/metrics.ts';
import { useFormat } from '../../../format/use-format.ts';
import type { LearningCurve } from '../shared/report.ts';
import { curveHeight, type Subject } from './subject.ts';

/** How a metric ran round by round: one version on training and validation rows, several on validation rows. */
export function LearningChart({ subjects }: { subjects: readonly Subject[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [chosen, setChosen] = useState('');
  const metrics = sharedFirst(subjects);
  const metric = metrics.includes(chosen) ? chosen : (metrics[0] ?? '');
  const series = useMemo(() => toSeries(t, subjects, metric), [t, subjects, metric]);
  const best = subjects.length === 1 ? subjects[0].curves.bestIteration : null;
  const marks = useMemo(() => (best === null ? [] : [{ x: best, name: t('modelCurve.best') }]), [best, t]);
  const x = useMemo(() => ({ name: t('modelCurve.round'), format: format.count }), [t, format]);
  const y = useMemo(() => ({ name: '', format: (value: number) => format.fixed(value, 3) }), [format]);
  const title = t('modelCurve.learning');
  return (
    <ChartShell
      title={title}
      unit={t('modelCurve.learningUnit', { metric: metricName(t, metric) })}
      height={curveHeight}
      empty={t('modelCurve.noLearning')}
      footer={best !== null && t('modelVersion.learnFootnote', { rounds: format.count(best) })}
      table={{
        columns: [
          { key: 'series', name: t('modelCurve.series') },
          { key: 'round', name: x.name, format: x.format },
          { key: 'value', name: metricName(t, metric), format: y.format },
        ],
        rows: series.flatMap(({ name, points }) => points.map(([round, value]) => [name, round, value])),
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
      <XyChart label={title} series={series} x={x} y={y} marks={marks} height={curveHeight} />
    </ChartShell>
  );
}

/** Metrics that most of the versions were watched by come first. */
function sharedFirst(subjects: readonly Subject[]): string[] {
  const counts = new Map<string, number>();
  for (const { curves } of subjects) {
    for (const { metric } of curves.learning) counts.set(metric, (counts.get(metric) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]).map(([metric]) => metric);
}

function toSeries(t: TFunction, subjects: readonly Subject[], metric: string): XySeries[] {
  const several = subjects.length > 1;
  return subjects.flatMap(({ key, name, curves }): XySeries[] => {
    const curve = curves.learning.find((one) => one.metric === metric);
    if (curve === undefined) return [];
    const validation = points(curve, curve.validation);
    if (several) return [{ key, name, points: validation }];
    const all = [
      { key: 'validation', name: t('modelCurve.validation'), points: validation },
      { key: 'train', name: t('modelCurve.training'), dashed: true, points: points(curve, curve.train) },
    ];
    return all.filter((one) => one.points.length > 0);
  });
}

const points = ({ iterations }: LearningCurve, values: readonly number[]): XyPoint[] =>
  values.map((value, i) => [iterations[i] ?? i + 1, value]);
