import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnalyticsAnswer, AnalyticsSchema, Row } from '../../api/analytics.ts';
import type { ChartTable } from '../../charts/chart-table.ts';
import { tableToCsv } from '../../charts/csv.ts';
import { download } from '../../charts/download.ts';
import { MetaLine } from '../../components/asking/meta-line.tsx';
import { metricWriter } from '../../components/asking/names.ts';
import { Card } from '../../components/card.tsx';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
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
  const columns: Column<Row>[] = [
    ...(state.granularity === ''
      ? []
      : [{ key: 'date', name: t('chart.time'), cell: (row: Row) => steps.text(String(row.date)) }]),
    ...dimensions.map(
      (name): Column<Row> => ({
        key: name,
        name: names.get(name) ?? name,
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
      return [
        {
          key: metric,
          name,
          numeric: true,
          cell: (row) => (
            <span title={format.exact(numberOf(row[metric]))}>{write(row, numberOf(row[metric]))}</span>
          ),
        },
        ...(compares
          ? [
              {
                key: `${metric} before`,
                name: t('explore.change', { name }),
                numeric: true,
                cell: (row: Row) => changeText(numberOf(row[metric]), comparedOf(row, metric), format.change),
              },
            ]
          : []),
      ];
    }),
  ];
  const file = (): ChartTable => ({
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
      actions={
        <>
          <FileButton name="CSV" onClick={() => download('explore.csv', tableToCsv(file()))} />
          <FileButton
            name="JSON"
            onClick={() => download('explore.json', JSON.stringify(answer?.rows ?? [], null, 1))}
          />
        </>
      }
      footer={
        <>
          {rows && all && rows.length > mostRows && `${t('explore.mostRows', { count: mostRows })} `}
          <MetaLine meta={answer?.meta} />
        </>
      }
    >
      <DataTable
        caption={t('explore.answer')}
        columns={columns}
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

function FileButton({ name, onClick }: { name: string; onClick: () => void }) {
  return (
    <Button
      variant="default"
      size="compact-sm"
      leftSection={<IconDownload size={14} aria-hidden="true" />}
      onClick={onClick}
    >
      {name}
    </Button>
  );
}

export function changeText(
  value: number | null,
  before: number | null,
  write: (rate: number) => string,
): string {
  return value === null || before === null || before === 0 ? '–' : write(value / before - 1);
}
