import type { XySeries } from '@personalize/charts';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ChartShell } from '../../../charts/chart-shell.tsx';
import { XyChart } from '../../../charts/xy-chart.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { type ReliabilityBin, reliabilityBins } from '../shared/report.ts';
import { curveHeight, type Subject } from './subject.ts';

export interface ReliabilityLine {
  key: string;
  name: string;
  bins: readonly ReliabilityBin[];
}

/** Predicted against observed: one version before and after calibration, several after it. */
export function ReliabilityChart({ subjects }: { subjects: readonly Subject[] }) {
  const { t } = useTranslation();
  const lines = useMemo(
    (): ReliabilityLine[] =>
      subjects.length === 1
        ? [
            {
              key: 'after',
              name: t('modelCurve.after'),
              bins: reliabilityBins(subjects[0].curves.reliability.after),
            },
            {
              key: 'before',
              name: t('modelCurve.before'),
              bins: reliabilityBins(subjects[0].curves.reliability.before),
            },
          ]
        : subjects.map(({ key, name, curves }) => ({
            key,
            name,
            bins: reliabilityBins(curves.reliability.after),
          })),
    [subjects, t],
  );
  return <ReliabilityLines title={t('modelCurve.reliability')} lines={lines} />;
}

/** Bins of predicted probability with what was observed in each, against the diagonal. */
export function ReliabilityLines({ title, lines }: { title: string; lines: readonly ReliabilityLine[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const known = useMemo(() => lines.filter(({ bins }) => bins.length > 0), [lines]);
  const top = Math.max(
    0,
    ...known.flatMap(({ bins }) => bins.map(({ predicted, high }) => Math.max(predicted, high))),
  );
  const series = useMemo((): XySeries[] => {
    if (known.length === 0) return [];
    return [
      ...known.map(
        ({ key, name, bins }): XySeries => ({
          ...{ key, name, draw: 'both', interval: 'whiskers' },
          points: [...bins]
            .sort((a, b) => a.predicted - b.predicted)
            .map(({ predicted, observed, low, high }) => [predicted, observed, low, high] as const),
        }),
      ),
      {
        ...{ key: 'perfect', name: t('modelCurve.perfect'), reference: true, dashed: true },
        points: [
          [0, 0],
          [top, top],
        ],
      },
    ];
  }, [known, top, t]);
  const x = useMemo(() => ({ name: t('modelCurve.predicted'), format: format.percent, min: 0 }), [t, format]);
  const y = useMemo(() => ({ name: t('modelCurve.observed'), format: format.percent, min: 0 }), [t, format]);
  return (
    <ChartShell
      title={title}
      unit={t('modelCurve.reliabilityUnit')}
      height={curveHeight}
      empty={t('modelCurve.noReliability')}
      table={{
        columns: [
          { key: 'series', name: t('modelCurve.series') },
          { key: 'predicted', name: x.name, format: format.percent },
          { key: 'observed', name: y.name, format: format.percent },
          { key: 'low', name: t('modelCurve.observedLow'), format: format.percent },
          { key: 'high', name: t('modelCurve.observedHigh'), format: format.percent },
          { key: 'rows', name: t('modelCurve.rows'), format: format.count },
        ],
        rows: known.flatMap(({ name, bins }) =>
          bins.map(({ predicted, observed, low, high, count }) => [
            name,
            predicted,
            observed,
            low,
            high,
            count,
          ]),
        ),
      }}
    >
      <XyChart label={title} series={series} x={x} y={y} height={curveHeight} />
    </ChartShell>
  );
}
