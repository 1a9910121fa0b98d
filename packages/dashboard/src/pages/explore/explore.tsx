import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type AnalyticsAnswer,
  type AnalyticsQuery,
  type AnalyticsSchema,
  useAnalyticsSchema,
  useAnswer,
} from '../../api/analytics.ts';
import { AnswerError } from '../../components/asking/answer-error.tsx';
import { metricWriter, namesOf } from '../../components/asking/names.ts';
import { Card } from '../../components/card.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorBoundary } from '../../components/error-boundary.tsx';
import { FigureRow, FigureTile } from '../../components/figure-tile.tsx';
import { Notice } from '../../components/notice.tsx';
import { Page } from '../../components/page.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useNow } from '../../format/use-now.ts';
import type { Language } from '../../i18n/language.ts';
import { AnswerCharts, type ChartContext } from './answer-charts.tsx';
import { AnswerTable, changeText } from './answer-table.tsx';
import { Crumbs } from './crumbs.tsx';
import { numberOf } from './metric-chart.tsx';
import { currenciesOf, questionOf, zoomed } from './question.ts';
import { QuestionCard } from './question-card.tsx';
import { useExploreState } from './state.ts';

/** Any question about what is stored: metrics by dimensions over time, drawn, compared, drilled into. */
export function Explore() {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const now = useNow(300_000);
  const { state, change, go } = useExploreState();
  const schema = useAnalyticsSchema();
  const timeZone = state.timeZone || format.timeZone;
  const names = useMemo(() => namesOf(schema.data, i18n.language as Language), [schema.data, i18n.language]);
  const question = useMemo(
    () => questionOf(state, timeZone, now, schema.data),
    [state, timeZone, now, schema.data],
  );
  const { data: answer, error, refetch } = useAnswer(question);
  // The last answer stays in sight while the next one comes, unless its columns are others.
  const data = answer && question && answersTo(answer, question) ? answer : undefined;
  const currencies = useAnswer(
    useMemo(() => question && schema.data && currenciesOf(question, schema.data), [question, schema.data]),
  );
  const paid = currencies.data?.rows.filter(({ purchases }) => numberOf(purchases) !== 0) ?? [];
  const currency = paid.length === 1 && typeof paid[0].currency === 'string' ? paid[0].currency : undefined;
  const context = useMemo(
    (): ChartContext => ({
      ...{ state, timeZone, names },
      dimensions: question?.dimensions ?? [],
      filters: question?.filters ?? [],
      range: question && { from: question.from, to: question.to },
      onDrill: (dimension, value) =>
        go({ drilled: [...state.drilled, { dimension, value: value === null ? '' : String(value) }] }),
      onZoom: (date) => {
        const next = zoomed(state, date, timeZone);
        if (next) go(next);
      },
      currency,
    }),
    [state, timeZone, names, question, currency, go],
  );
  const failed = error ?? schema.error;
  return (
    <Page title={t('section.explore')} wide>
      <ErrorBoundary>
        <QuestionCard schema={schema.data} state={state} timeZone={timeZone} onChange={change} />
      </ErrorBoundary>
      {state.drilled.length > 0 && (
        <Crumbs drilled={state.drilled} names={names} onGo={(drilled) => go({ drilled })} />
      )}
      {failed ? (
        <Card title={t('explore.answer')}>
          <AnswerError error={failed} onRetry={error ? refetch : schema.refetch} />
        </Card>
      ) : state.metrics.length === 0 ? (
        <Card title={t('explore.answer')}>
          <EmptyState title={t('explore.noMetric')}>{t('explore.noMetricHint')}</EmptyState>
        </Card>
      ) : (
        <>
          {data?.meta.notices.map((notice) => (
            <Notice key={notice}>{notice}</Notice>
          ))}
          <ErrorBoundary>
            <Totals
              answer={data}
              schema={schema.data}
              metrics={state.metrics}
              names={names}
              currency={currency}
            />
          </ErrorBoundary>
          <AnswerCharts answer={data} schema={schema.data} context={context} />
          <ErrorBoundary>
            <AnswerTable answer={data} schema={schema.data} context={context} />
          </ErrorBoundary>
        </>
      )}
    </Page>
  );
}

function answersTo(answer: AnalyticsAnswer, { metrics, dimensions, granularity }: AnalyticsQuery): boolean {
  const names = [...(granularity === undefined ? [] : ['date']), ...(dimensions ?? []), ...metrics];
  return answer.columns.map(({ name }) => name).join() === names.join();
}

/** Each metric over the whole range, against the other period where one is asked for. */
function Totals({
  answer,
  schema,
  metrics,
  names,
  currency,
}: {
  answer: AnalyticsAnswer | undefined;
  schema: AnalyticsSchema | undefined;
  metrics: readonly string[];
  names: ReadonlyMap<string, string>;
  currency: string | undefined;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const totals = answer?.totals;
  return (
    <FigureRow>
      {metrics.slice(0, 5).map((metric) => {
        const value = numberOf(totals?.values[metric]);
        const before = numberOf(totals?.compare?.[metric]);
        return (
          <FigureTile
            key={metric}
            name={names.get(metric) ?? metric}
            value={totals && metricWriter(schema, metric, format, currency)(value)}
            exact={format.exact(value)}
            note={
              totals?.compare &&
              t('explore.against', {
                change: changeText(value, before, format.change),
                before: metricWriter(schema, metric, format, currency)(before),
              })
            }
          />
        );
      })}
    </FigureRow>
  );
}
