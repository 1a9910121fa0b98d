import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnalyticsAnswer, AnalyticsSchema, Row } from '../../api/analytics.ts';
import { metricWriter } from '../../components/asking/names.ts';
import { ErrorBoundary } from '../../components/error-boundary.tsx';
import { useFormat } from '../../format/use-format.ts';
import type { Language } from '../../i18n/language.ts';
import { AnomalyChart } from './anomaly-chart.tsx';
import css from './explore.module.css';
import { GridChart } from './grid-chart.tsx';
import { MetricChart } from './metric-chart.tsx';
import type { ExploreState } from './state.ts';
import { stepsOf } from './steps.ts';
import { type Group, groupsOf, valueName } from './values.ts';

export interface ChartContext {
  state: ExploreState;
  /** Without those drilled into. */
  dimensions: readonly string[];
  names: ReadonlyMap<string, string>;
  timeZone: string;
  filters: unknown[];
  /** Undefined until it is known what can be asked. */
  range: { from: string; to: string } | undefined;
  onDrill: (dimension: string, value: string | number | null) => void;
  /** Goes into a step of time: its days, by finer steps. */
  onZoom: (date: string) => void;
  /** Of all the money in the answer, where it is one. */
  currency: string | undefined;
}

/** A chart for each metric: metrics of different units never share an axis. */
export function AnswerCharts({
  answer,
  schema,
  context,
}: {
  answer: AnalyticsAnswer | undefined;
  schema: AnalyticsSchema | undefined;
  context: ChartContext;
}) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const language = i18n.language as Language;
  const { state, dimensions, names, timeZone, currency } = context;
  const steps = useMemo(
    () => stepsOf(state.granularity || 'day', language, timeZone),
    [state.granularity, language, timeZone],
  );
  const groups = useMemo(
    (): Group[] | undefined =>
      answer &&
      groupsOf(answer.rows as Row[], dimensions, (row) =>
        row.other
          ? t('asking.other')
          : dimensions.map((name) => valueName(t, language, name, row[name])).join(' · '),
      ),
    [answer, dimensions, t, language],
  );
  if (state.kind === 'table') return null;
  return (
    <div className={state.metrics.length > 1 && state.kind !== 'pivot' ? css.charts : undefined}>
      {(state.kind === 'pivot' ? state.metrics.slice(0, 1) : state.metrics).map((metric) => {
        const shared = {
          ...{ metric, context, groups, steps },
          title: names.get(metric) ?? metric,
          write: metricWriter(schema, metric, format, currency),
        };
        const grained = state.granularity === 'hour' || state.granularity === 'day';
        return (
          <ErrorBoundary key={metric}>
            {state.kind === 'heat' || state.kind === 'pivot' ? (
              <GridChart
                {...shared}
                metrics={state.kind === 'pivot' ? state.metrics : [metric]}
                schema={schema}
              />
            ) : state.anomalies && grained && dimensions.length === 0 && state.kind === 'line' ? (
              <AnomalyChart {...shared} granularity={state.granularity === 'hour' ? 'hour' : 'day'} />
            ) : (
              <MetricChart {...shared} />
            )}
          </ErrorBoundary>
        );
      })}
    </div>
  );
}
