import { useDebouncedValue } from '@mantine/hooks';
import type { XySeries } from '@personalize/charts';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type AlertDefinition, type AlertPreview, useAlertPreview } from '../../api/alerts.ts';
import { ChartShell } from '../../charts/chart-shell.tsx';
import { XyChart } from '../../charts/xy-chart.tsx';
import { Card } from '../../components/card.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { useFormat } from '../../format/use-format.ts';
import { conditionWords } from './condition-words.ts';
import { useMetricNames } from './use-metric-names.ts';

const height = 260;

/** When the alert, as it is being written, would have fired in the last 30 days. */
export function PreviewCard({ definition }: { definition: AlertDefinition | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { nameOf, writerOf } = useMetricNames();
  const metric = definition?.kind === 'metric' ? definition : undefined;
  // Names and receivers change nothing about it.
  const asked = useMemo(
    () => metric && { ...metric, title: '–', channels: [], enabled: true, locale: 'en' as const },
    [metric],
  );
  const [settled] = useDebouncedValue(asked, 400);
  const { data, error, refetch } = useAlertPreview(settled);
  const name = nameOf(metric?.metric ?? '');
  const write = writerOf(metric?.metric ?? '');
  if (definition !== undefined && definition.kind !== 'metric') return null;
  if (error) {
    return (
      <Card title={t('alertPreview.title')}>
        <ErrorState error={error} onRetry={() => refetch()} />
      </Card>
    );
  }
  const fired = data?.episodes.length ?? 0;
  return (
    <ChartShell
      title={t('alertPreview.title')}
      unit={metric ? conditionWords(t, format, metric, nameOf, write) : t('alertPreview.incomplete')}
      height={height}
      empty={t('alertPreview.empty')}
      table={
        data && {
          columns: [
            { key: 'from', name: t('alertPreview.from'), width: '200px' },
            { key: 'to', name: t('alertPreview.to'), width: '200px' },
            { key: 'peak', name: t('alertPreview.peak'), format: write },
          ],
          rows:
            data.points.length === 0
              ? []
              : data.episodes.length === 0
                ? [[t('alertPreview.never'), '', null]]
                : data.episodes.map(({ from, to, peak }) => [
                    format.dateTime(from),
                    to === null ? t('alertPreview.still') : format.dateTime(to),
                    peak,
                  ]),
        }
      }
      footer={data && t('alertPreview.fired', { count: fired, periods: format.exact(data.periods) })}
    >
      {data && <PreviewChart preview={data} name={name} write={write} />}
    </ChartShell>
  );
}

function PreviewChart({
  preview,
  name,
  write,
}: {
  preview: AlertPreview;
  name: string;
  write: (value: number) => string;
}) {
  const { t, i18n } = useTranslation();
  const series = useMemo((): XySeries[] => {
    const { points } = preview;
    const limit = (side: 'low' | 'high', label: string): XySeries[] =>
      points.some((point) => point[side] !== null)
        ? [
            {
              ...{ key: side, name: label, reference: true, dashed: true },
              points: points.map((point) => [point.at, point[side]] as const),
            },
          ]
        : [];
    return [
      { key: 'value', name, points: points.map(({ at, value }) => [at, value] as const) },
      {
        ...{ key: 'breach', name: t('alertPreview.breach'), draw: 'points' as const },
        points: points.filter(({ breach }) => breach).map(({ at, value }) => [at, value] as const),
      },
      ...limit('low', t('alertPreview.low')),
      ...limit('high', t('alertPreview.high')),
    ];
  }, [preview, name, t]);
  const x = useMemo(() => {
    const writer = new Intl.DateTimeFormat(i18n.language, { day: 'numeric', month: 'short' });
    const exact = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
    return {
      ...{ name: '', type: 'time' as const },
      format: (at: number) => (new Date(at).getHours() === 0 ? writer : exact).format(at),
    };
  }, [i18n.language]);
  const y = useMemo(() => ({ name: '', format: write, min: 0 }), [write]);
  return <XyChart label={t('alertPreview.title')} series={series} x={x} y={y} height={height} />;
}
