import type { XySeries } from '@personalize/charts';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { WatchSeries } from '../../../api/models.ts';
import { useFormat } from '../../../format/use-format.ts';
import { spanOf } from './span-of.ts';
import { TimeChart } from './time-chart.tsx';

/** Whether its probabilities go on being true, against the limit at which a champion is rolled back. */
export function CalibrationChart({ series }: { series: WatchSeries | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const span = useMemo(() => series && spanOf(series), [series]);
  const lines = useMemo(
    (): XySeries[] | undefined =>
      series && [
        {
          key: 'error',
          name: t('modelWatch.calibration'),
          draw: 'both',
          points: series.points.map(({ at, calibrationError }) => [new Date(at).getTime(), calibrationError]),
        },
        {
          ...{ key: 'limit', name: t('modelWatch.limitName'), reference: true, dashed: true },
          points: series.points.map(({ at, calibrationLimit }) => [new Date(at).getTime(), calibrationLimit]),
        },
      ],
    [series, t],
  );
  const write = useMemo(() => (value: number) => format.fixed(value, 3), [format]);
  return (
    <TimeChart
      title={t('modelWatch.calibrationOver')}
      unit={series?.by === 'day' ? t('modelWatch.errorByDay') : t('modelWatch.errorByHour')}
      empty={t('modelWatch.noCalibration')}
      series={lines}
      by={series?.by}
      span={span}
      format={write}
    />
  );
}
