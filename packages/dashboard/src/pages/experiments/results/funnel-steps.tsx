import { useTranslation } from 'react-i18next';
import type { ExperimentResults, MetricResult } from '../../../api/experiment-results.ts';
import { CardPart } from '../../../components/card-part.tsx';
import { DataTable } from '../../../components/data-table.tsx';
import { useFormat } from '../../../format/use-format.ts';
import css from './comparison-table.module.css';

type Step = NonNullable<MetricResult['steps']>[number];

/** How many customers of each variant came to each step of the funnel metrics. */
export function FunnelSteps({ results }: { results: ExperimentResults }) {
  const { t } = useTranslation();
  const format = useFormat();
  const funnels = results.metrics.flatMap(({ key, steps }: MetricResult) => (steps ? [{ key, steps }] : []));
  return funnels.map(({ key, steps }) => (
    <CardPart key={key} title={t('experiment.stepsOf', { metric: key })} className={css.funnel}>
      <DataTable
        caption={t('experiment.stepsOf', { metric: key })}
        rows={steps}
        rowKey={({ events }) => events.join()}
        file={{ notes: [results.experiment] }}
        empty={null}
        columns={[
          { key: 'step', name: t('experiment.step'), cell: ({ events }) => events.join(', ') },
          ...results.exposures.map(({ variant, customers }) => ({
            key: variant,
            name: variant,
            numeric: true,
            file: {
              type: 'number' as const,
              value: ({ reached }: Step) => reached[variant] ?? 0,
              beside: [
                {
                  name: t('experiment.stepShare', { variant }),
                  type: 'number' as const,
                  unit: { style: 'percent' as const },
                  value: ({ reached }: Step) =>
                    customers === 0 ? null : (reached[variant] ?? 0) / customers,
                },
              ],
            },
            cell: ({ reached }: Step) =>
              `${format.exact(reached[variant] ?? 0)} (${format.percent(customers === 0 ? null : (reached[variant] ?? 0) / customers)})`,
          })),
        ]}
      />
    </CardPart>
  ));
}
