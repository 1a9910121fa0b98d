import { niceAxis, type XyAxis, type XySeries } from '@personalize/charts';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLifetime } from '../../api/analytics.ts';
import { ChartShell } from '../../charts/chart-shell.tsx';
import { XyChart } from '../../charts/xy-chart.tsx';
import { AnswerError } from '../../components/asking/answer-error.tsx';
import { ChoiceRow } from '../../components/asking/choice.tsx';
import { MetaLine } from '../../components/asking/meta-line.tsx';
import { QuestionFields } from '../../components/asking/question-fields.tsx';
import { Card } from '../../components/card.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { useFormat } from '../../format/use-format.ts';
import type { Language } from '../../i18n/language.ts';
import { cohortName, EventsField, GrainChoice, useCohorts } from './cohort-fields.tsx';

const height = 320;
const mostLines = 7;

/** What a customer of each cohort has spent as time goes on, with its interval. */
export function LifetimeTab() {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const { parts, granularity, start, setGranularity, setStart } = useCohorts('month', 'purchase');
  const { data, error, refetch } = useLifetime({ ...parts.asked, start, granularity });
  const language = i18n.language as Language;
  const series = useMemo(
    (): XySeries[] =>
      (data?.cohorts ?? [])
        .filter(({ values }) => values.length > 0)
        .slice(-mostLines)
        .map(({ date, values, people }) => ({
          key: date,
          name: t('retention.cohortOf', { date: cohortName(date, granularity, language), count: people }),
          draw: 'both',
          points: values.map(({ mean, low, high }, n) => [n, mean, low, high]),
        })),
    [data, granularity, language, t],
  );
  const x = useMemo<XyAxis>(
    () => ({ name: t(`retention.since.${granularity}`), format: String, step: 1 }),
    [t, granularity],
  );
  // Intervals belong onto the axis as well.
  const top = Math.max(0, ...series.flatMap(({ points }) => points.map(([, y, , high]) => high ?? y ?? 0)));
  const y = useMemo<XyAxis>(
    () => ({ name: '', min: 0, max: niceAxis(top).max, format: (value) => format.fixed(value, 2) }),
    [format, top],
  );
  const money = (value: number) => format.fixed(value, 2);
  return (
    <>
      <QuestionFields parts={parts}>
        <ChoiceRow>
          <EventsField label={t('retention.start')} parts={parts} values={start} onChange={setStart} />
          <GrainChoice value={granularity} onChange={setGranularity} />
        </ChoiceRow>
      </QuestionFields>
      {error ? (
        <Card title={t('retention.lifetime')}>
          <AnswerError error={error} onRetry={refetch} />
        </Card>
      ) : (
        <ChartShell
          title={t('retention.lifetime')}
          unit={t('retention.lifetimeUnit')}
          height={height}
          empty={<EmptyState title={t('retention.noValue')}>{t('retention.noValueHint')}</EmptyState>}
          footer={<MetaLine meta={data?.meta} />}
          table={
            data && {
              columns: [
                { key: 'cohort', name: t('retention.cohort') },
                { key: 'people', name: t('retention.people'), format: format.count },
                { key: 'n', name: t(`retention.since.${granularity}`), format: String },
                { key: 'mean', name: t('retention.mean'), format: money },
                { key: 'low', name: t('retention.low'), format: money },
                { key: 'high', name: t('retention.high'), format: money },
              ],
              rows: data.cohorts.flatMap(({ date, people, values }) =>
                values.map(({ mean, low, high }, n) => [
                  ...[cohortName(date, granularity, language), people, n, mean, low, high],
                ]),
              ),
            }
          }
        >
          <XyChart label={t('retention.lifetime')} height={height} series={series} x={x} y={y} />
        </ChartShell>
      )}
    </>
  );
}
