import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSegmentMoves } from '../../api/segments.ts';
import { ChartCard } from '../../charts/chart-card.tsx';
import { TimeSeriesChart } from '../../charts/time-series-chart.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { createFormat } from '../../format/format.ts';
import { useFormat } from '../../format/use-format.ts';
import type { Language } from '../../i18n/language.ts';
import { dayOf, membersByDay } from './members-by-day.ts';
import css from './segments.module.css';

const days = 30;
const height = 220;

/** Members day by day, and how many entered and left. */
export function HistoryCards({ name, members }: { name: string; members: number }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  // Days are dates, whatever the zone.
  const { date } = useMemo(() => createFormat(i18n.language as Language, 'UTC'), [i18n.language]);
  const moves = useSegmentMoves(days, format.timeZone, name);
  if (moves.error) return <ErrorState error={moves.error} onRetry={() => moves.refetch()} />;
  const course = moves.data && membersByDay(moves.data, members, days, dayOf(Date.now(), format.timeZone));
  const line = (key: 'members' | 'entered' | 'left') => ({
    key,
    name: t(`segments.${key}`),
    points: (course ?? []).map((day) => [day.at, day[key]] as const),
  });
  const shared = {
    from: course?.[0].at ?? 0,
    to: course?.at(-1)?.at ?? 0,
    height,
    formatValue: format.count,
    formatTime: date,
  };
  const charts = [
    { title: t('segments.membersByDay'), series: [line('members')] },
    { title: t('segments.movesByDay'), series: [line('entered'), line('left')] },
  ];
  return (
    <div className={css.charts}>
      {charts.map(({ title, series }) => (
        <ChartCard
          key={title}
          title={title}
          unit={t('segments.byDayUnit', { zone: format.timeZone })}
          series={course && series}
          formatValue={format.count}
          formatTime={date}
          height={height}
          empty={t('segments.noMoves')}
        >
          <TimeSeriesChart label={title} series={series} {...shared} />
        </ChartCard>
      ))}
    </div>
  );
}
