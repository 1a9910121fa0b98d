import type { XySeries } from '@personalize/charts';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ChartShell } from '../../../charts/chart-shell.tsx';
import { XyChart } from '../../../charts/xy-chart.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { type Curves, curvePoints } from '../shared/report.ts';
import { curveHeight, type Subject } from './subject.ts';

/** True against false positives at every threshold. */
export function RocChart({ subjects }: { subjects: readonly Subject[] }) {
  const { t } = useTranslation();
  const reference = useMemo(
    (): XySeries => ({
      ...{ key: 'chance', name: t('modelCurve.chance'), reference: true, dashed: true },
      points: [
        [0, 0],
        [1, 1],
      ],
    }),
    [t],
  );
  return (
    <OutcomeChart
      title={t('modelCurve.roc')}
      unit={t('modelCurve.rocUnit')}
      xName={t('modelCurve.falsePositives')}
      yName={t('modelCurve.truePositives')}
      subjects={subjects}
      curve="roc"
      reference={reference}
    />
  );
}

/** Precision at every recall; by chance it would be the base rate. */
export function PrecisionRecallChart({
  subjects,
  baseRate,
}: {
  subjects: readonly Subject[];
  /** Left out where the versions have different ones. */
  baseRate?: number;
}) {
  const { t } = useTranslation();
  const reference = useMemo(
    (): XySeries | undefined =>
      baseRate === undefined
        ? undefined
        : {
            ...{ key: 'baseRate', name: t('modelCurve.baseRate'), reference: true, dashed: true },
            points: [
              [0, baseRate],
              [1, baseRate],
            ],
          },
    [t, baseRate],
  );
  return (
    <OutcomeChart
      title={t('modelCurve.pr')}
      unit={t('modelCurve.prUnit')}
      xName={t('modelCurve.recall')}
      yName={t('modelCurve.precision')}
      subjects={subjects}
      curve="precisionRecall"
      {...(reference && { reference })}
    />
  );
}

function OutcomeChart({
  title,
  unit,
  xName,
  yName,
  subjects,
  curve,
  reference,
}: {
  title: string;
  unit: string;
  xName: string;
  yName: string;
  subjects: readonly Subject[];
  curve: keyof Pick<Curves, 'roc' | 'precisionRecall'>;
  reference?: XySeries;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const lines = useMemo(
    (): XySeries[] =>
      subjects
        .map(({ key, name, curves }) => ({
          ...{ key, name },
          points: curvePoints(curves[curve]),
        }))
        .filter(({ points }) => points.length > 0),
    [subjects, curve],
  );
  const series = useMemo(() => (reference === undefined ? lines : [...lines, reference]), [lines, reference]);
  const measured = subjects.some(({ curves }) => curves.reliability.after.length > 0);
  const x = useMemo(() => ({ name: xName, format: format.percent, min: 0, max: 1 }), [xName, format]);
  const y = useMemo(() => ({ name: yName, format: format.percent, min: 0, max: 1 }), [yName, format]);
  return (
    <ChartShell
      title={title}
      unit={unit}
      height={curveHeight}
      empty={measured ? t('modelCurve.oneOutcome') : t('modelVersion.noQuality')}
      table={{
        columns: [
          { key: 'series', name: t('modelCurve.series') },
          { key: 'x', name: xName, format: format.percent },
          { key: 'y', name: yName, format: format.percent },
        ],
        rows: lines.flatMap(({ name, points }) => points.map(([at, value]) => [name, at, value])),
      }}
    >
      <XyChart label={title} series={series} x={x} y={y} height={curveHeight} />
    </ChartShell>
  );
}
