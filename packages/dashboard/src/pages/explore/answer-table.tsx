import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnalyticsAnswer, AnalyticsSchema, Row } from '../../api/analytics.ts';
import type { ChartTable } from '../../charts/chart-table.ts';
import { tableToCsv } from '../../charts/csv.ts';
import { download } from '../../charts/download.ts';
import { unitOf } from '../../charts/figure-block.ts';
import { MetaLine } from '../../components/asking/meta-line.tsx';
import { metricWriter } from '../../components/asking/names.ts';
import { Card } from '../../components/card.tsx';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { TableExport } from '../../components/table-export.tsx';
import { useFormat } from '../../format/use-format.ts';
import type { Language } from '../../i18n/language.ts';
import type { ChartContext } from './answer-charts.tsx';
import css from './explore.module.css';
import { comparedOf, numberOf } from './metric-chart.tsx';
import { stepsOf } from './steps.ts';
import { valueName } from './values.ts';

const firstRows = 20;
const mostRows = 200;

/** The answer's rows; a click on a value goes into it. */
export function AnswerTable({
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
  const [all, setAll] = useState(false);
  const language = i18n.language as Language;
  const { state, dimensions, names, timeZone, onDrill, currency } = context;
  const steps = useMemo(
    () => stepsOf(state.granularity || 'day', language, timeZone),
    [state.granularity, language, timeZone],
  );
  const rows = answer?.rows as Row[] | undefined;
  const compares = state.compare !== '';
  const text = (row: Row, name: string) =>
    row.other ? t('asking.other') : valueName(t, language, name, row[name]);
  const instants = state.granularity === 'minute' || state.granularity === 'hour';
  const columnsFor = (place: 'page' | 'file'): Column<Row>[] => [
    ...(state.granularity === ''
      ? []
      : [
          {
            key: 'date',
            name: t('chart.time'),
            // A day is a date, whatever the reader's zone; hours and minutes are instants.
            file: instants
              ? { type: 'time' as const, value: (row: Row) => Date.parse(String(row.date)) }
              : { value: (row: Row) => String(row.date) },
            cell: (row: Row) => steps.text(String(row.date)),
          },
        ]),
    ...dimensions.map(
      (name): Column<Row> => ({
        key: name,
        name: names.get(name) ?? name,
        file: { value: (row) => text(row, name) },
        cell: (row) =>
          row.other ? (
            <span className={css.muted}>{text(row, name)}</span>
          ) : (
            <button
              type="button"
              className={css.link}
              title={t('explore.drill', { value: text(row, name) })}
              onClick={() => onDrill(name, row[name] ?? null)}
            >
              {text(row, name)}
            </button>
          ),
      }),
    ),
    ...state.metrics.flatMap((metric): Column<Row>[] => {
      const write = (row: Row, value: number | null) =>
        metricWriter(
          schema,
          metric,
          format,
          dimensions.includes('currency') ? currencyOf(row) : currency,
        )(value);
      const name = names.get(metric) ?? metric;
      const unit = unitOf(
        metricWriter(schema, metric, format, dimensions.includes('currency') ? undefined : currency),
      );
      return [
        {
          key: metric,
          name,
          file: { type: 'number', unit, value: (row) => numberOf(row[metric]) },
          numeric: true,
          cell: (row) => (
            <span title={format.exact(numberOf(row[metric]))}>{write(row, numberOf(row[metric]))}</span>
          ),
        },
        ...(compares && place === 'file'
          ? [
              {
                key: `${metric} compared`,
                name: t('explore.comparedOf', { name }),
                file: { type: 'number' as const, unit, value: (row: Row) => comparedOf(row, metric) },
                cell: () => null,
              },
            ]
          : []),
        ...(compares
          ? [
              {
                key: `${metric} before`,
                name: t('explore.change', { name }),
                file: {
                  type: 'number' as const,
                  unit: { style: 'percent' as const },
                  value: (row: Row) => changeOf(numberOf(row[metric]), comparedOf(row, metric)),
                },
                numeric: true,
                cell: (row: Row) => changeText(numberOf(row[metric]), comparedOf(row, metric), format.change),
              },
            ]
          : []),
      ];
    }),
  ];
  /** Every row under the names that questions use, as many as there are. */
  const whole = (): ChartTable => ({
    columns: [...(state.granularity === '' ? [] : ['date']), ...dimensions, ...state.metrics]
      .flatMap((name) => (compares && state.metrics.includes(name) ? [name, `${name} compared`] : [name]))
      .map((name) => ({ key: name, name })),
    rows: (rows ?? []).map((row) => [
      ...(state.granularity === '' ? [] : [String(row.date)]),
      ...dimensions.map((name) => (row.other ? t('asking.other') : (row[name] ?? null))),
      ...state.metrics.flatMap((name) =>
        compares ? [numberOf(row[name]), comparedOf(row, name)] : [numberOf(row[name])],
      ),
    ]),
  });
  return (
    <Card
      title={t('explore.answer')}
      unit={rows && t('explore.rows', { count: rows.length })}
      footer={
        <>
          {rows && all && rows.length > mostRows && `${t('explore.mostRows', { count: mostRows })} `}
          <MetaLine meta={answer?.meta} />
        </>
      }
    >
      {rows && rows.length > 0 && (
        <TableExport
          title={t('explore.answer')}
          columns={columnsFor('file')}
          rows={rows}
          own={{
            csv: () => download('explore.csv', tableToCsv(whole())),
            json: () => download('explore.json', JSON.stringify(rows, null, 1)),
          }}
        />
      )}
      <DataTable
        caption={t('explore.answer')}
        columns={columnsFor('page')}
        rows={rows?.slice(0, all ? mostRows : firstRows)}
        rowKey={(row, index) => `${index} ${row.date ?? ''}`}
        empty={<EmptyState title={t('explore.nothing')}>{t('explore.nothingHint')}</EmptyState>}
      />
      {!all && rows && rows.length > firstRows && (
        <Button variant="default" size="xs" mt={12} onClick={() => setAll(true)}>
          {t('action.more')}
        </Button>
      )}
    </Card>
  );
}

function currencyOf({ currency }: Row): string | undefined {
  return typeof currency === 'string' ? currency : undefined;
}

function changeOf(value: number | null, before: number | null): number | null {
  return value === null || before === null || before === 0 ? null : value / before - 1;
}

export function changeText(
  value: number | null,
  before: number | null,
  write: (rate: number) => string,
): string {
  const change = changeOf(value, before);
  return change === null ? '–' : write(change);
}
