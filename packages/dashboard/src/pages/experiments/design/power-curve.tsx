import type { XySeries } from '@personalize/charts';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { usePower } from '../../../api/experiments.ts';
import { ChartShell } from '../../../charts/chart-shell.tsx';
import { XyChart } from '../../../charts/xy-chart.tsx';
import { useFormat } from '../../../format/use-format.ts';

type PowerAnswer = NonNullable<ReturnType<typeof usePower>['data']>;
const height = 240;

/** The smallest effect that can be seen after so many days, beside the one worth having. */
export function PowerCurve({
  answer,
  minimumEffect,
  action,
}: {
  answer: PowerAnswer | undefined;
  minimumEffect: number | undefined;
  action: ReactNode;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const weeks = answer?.byWeek;
  const series = useMemo((): XySeries[] => {
    if (weeks === undefined) return [];
    const [first, last] = [weeks[0]?.days ?? 0, weeks.at(-1)?.days ?? 1];
    return [
      {
        ...{ key: 'effect', name: t('length.detectable'), draw: 'both' },
        points: weeks.map(({ days, effect }) => [days, effect]),
      },
      ...(minimumEffect === undefined
        ? []
        : [
            {
              ...{ key: 'wanted', name: t('length.wanted'), reference: true, dashed: true },
              points: [
                [first, minimumEffect],
                [last, minimumEffect],
              ] as const,
            },
          ]),
    ];
  }, [weeks, minimumEffect, t]);
  const x = useMemo(() => ({ name: t('length.daysAxis'), format: format.exact }), [t, format]);
  const y = useMemo(() => ({ name: t('length.effectAxis'), format: format.percent, min: 0 }), [t, format]);
  return (
    <ChartShell
      title={t('length.curve')}
      unit={t('length.curveUnit', { power: format.percent(answer?.power ?? 0.8) })}
      height={height}
      empty={t('length.noCurve')}
      actions={action}
      table={
        weeks && {
          columns: [
            { key: 'days', name: t('length.daysAxis'), format: format.exact },
            { key: 'customers', name: t('length.customers'), format: format.exact },
            { key: 'effect', name: t('length.detectable'), format: format.percent },
          ],
          rows: weeks.map(({ days, customers, effect }) => [days, customers, effect]),
        }
      }
      footer={t('length.curveNote')}
    >
      <XyChart label={t('length.curve')} height={height} series={series} x={x} y={y} />
    </ChartShell>
  );
}
