import { useTranslation } from 'react-i18next';
import type { ExperimentResults, MetricResult } from '../../../api/experiment-results.ts';
import { DataTable } from '../../../components/data-table.tsx';
import { useFormat } from '../../../format/use-format.ts';
import css from './comparison-table.module.css';

/** How many customers of each variant came to each step of the funnel metrics. */
export function FunnelSteps({ results }: { results: ExperimentResults }) {
  const { t } = useTranslation();
  const format = useFormat();
  const funnels = results.metrics.flatMap(({ key, steps }: MetricResult) => (steps ? [{ key, steps }] : []));
  return funnels.map(({ key, steps }) => (
    <div key={key} className={css.funnel}>
      <h3 className={css.subtitle}>{t('experiment.stepsOf', { metric: key })}</h3>
      <DataTable
        caption={t('experiment.stepsOf', { metric: key })}
        rows={steps}
        rowKey={({ events }) => events.join()}
        empty={null}
        columns={[
          { key: 'step', name: t('experiment.step'), cell: ({ events }) => events.join(', ') },
          ...results.exposures.map(({ variant, customers }) => ({
            key: variant,
            name: variant,
            numeric: true,
            cell: ({ reached }: (typeof steps)[number]) =>
              `${format.exact(reached[variant] ?? 0)} (${format.percent(customers === 0 ? null : (reached[variant] ?? 0) / customers)})`,
          })),
        ]}
      />
    </div>
  ));
}
