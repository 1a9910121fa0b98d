import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IntervalMark, intervalScale } from '../../../charts/interval-mark.tsx';
import { Card } from '../../../components/card.tsx';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { methodName, metricName } from '../../../components/model-words/metrics.ts';
import { useFormat } from '../../../format/use-format.ts';
import { type Measure, type Method, type Metrics, measures } from '../shared/report.ts';
import css from '../shared/shared.module.css';
import { IntervalText } from './interval-text.tsx';
import { measuredColumn } from './measured-column.ts';

const shownMeasures: readonly Measure[] = measures.filter((measure) => measure !== 'averagePrecision');

/** The version beside everything else that could order the same rows, with intervals, and its gain over each. */
export function QualityCard({
  model,
  metrics,
  action,
}: {
  /** `name@version`. */
  model: string;
  metrics: Metrics | null | undefined;
  action: ReactNode;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const [all, setAll] = useState(false);
  const differences = new Map(
    metrics?.comparisons.flatMap(({ against, difference }) =>
      difference === null ? [] : [[against, difference] as const],
    ),
  );
  const scale = intervalScale(
    [...differences.values()].map(({ mean, low, high }) => ({ value: mean, lower: low, upper: high })),
  );
  const columns: Column<Method>[] = [
    {
      key: 'method',
      name: t('modelVersion.method'),
      file: { value: ({ name }) => methodName(t, name) },
      cell: ({ name }) => (name === 'ranker' ? <strong>{methodName(t, name)}</strong> : methodName(t, name)),
    },
    ...shownMeasures
      .filter((measure) => metrics?.methods.some((method) => method[measure] !== null) ?? measure === 'ndcg')
      .map((measure) => {
        const name = metricName(t, measure === 'ndcg' ? `ndcg@${metrics?.k ?? 10}` : measure);
        return {
          key: measure,
          name,
          numeric: true,
          secondary: measure !== 'ndcg',
          file: measuredColumn(t, name, (method: Method) => method[measure]),
          cell: (method: Method) => <IntervalText measured={method[measure]} />,
        };
      }),
    {
      key: 'difference',
      name: t('modelVersion.difference'),
      numeric: true,
      file: measuredColumn(t, t('modelVersion.difference'), ({ name }) => differences.get(name)),
      cell: ({ name }) => {
        const gain = differences.get(name);
        if (gain === undefined) return '–';
        const tone = gain.low > 0 ? 'good' : gain.high < 0 ? 'bad' : 'open';
        return (
          <span title={`${format.fixed(gain.low, 4)} – ${format.fixed(gain.high, 4)}`}>
            {gain.mean > 0 ? '+' : ''}
            {format.fixed(gain.mean, 4)}
            <IntervalMark
              value={gain.mean}
              lower={gain.low}
              upper={gain.high}
              from={scale[0]}
              to={scale[1]}
              tone={tone}
            />
          </span>
        );
      },
    },
  ];
  const shown = all
    ? metrics?.methods
    : metrics?.methods.filter(({ name }) => !name.startsWith('source.') || name === metrics.bestSource);
  const hidden = (metrics?.methods.length ?? 0) - (shown?.length ?? 0);
  return (
    <Card title={t('modelVersion.quality')} unit={t('modelVersion.qualityUnit')} actions={action}>
      <div className={css.dense}>
        <DataTable<Method>
          caption={t('modelVersion.quality')}
          columns={columns}
          rows={metrics === null ? [] : shown}
          rowKey={({ name }) => name}
          expectedRows={6}
          file={{ notes: [model], ...(metrics && { all: async () => metrics.methods }) }}
          empty={
            <EmptyState title={t('modelVersion.noQuality')}>{t('modelVersion.noQualityHint')}</EmptyState>
          }
        />
      </div>
      {hidden > 0 && (
        <Button mt={12} variant="default" size="xs" onClick={() => setAll(true)}>
          {t('modelVersion.sources', { count: hidden })}
        </Button>
      )}
    </Card>
  );
}
