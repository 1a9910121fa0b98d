import { useTranslation } from 'react-i18next';
import type { ExperimentResults } from '../../../api/experiment-results.ts';
import type { Experiment } from '../../../api/experiments.ts';
import { Card } from '../../../components/card.tsx';
import type { Method } from '../effect.ts';
import { ComparisonTable } from './comparison-table.tsx';
import { FunnelSteps } from './funnel-steps.tsx';

/** All figures in numbers: counts, means, effects, p-values, posterior, and what sharpened them. */
export function MetricsCard({
  experiment,
  results,
  method,
}: {
  experiment: Experiment;
  results: ExperimentResults;
  method: Method;
}) {
  const { t } = useTranslation();
  return (
    <Card
      title={t('experiment.metrics')}
      unit={t('experiment.metricsUnit')}
      footer={t('experiment.metricsNote')}
    >
      <ComparisonTable
        caption={t('experiment.metrics')}
        experiment={experiment}
        control={results.control}
        method={method}
        blocks={results.metrics.map((metric) => ({ ...metric, name: metric.key }))}
      />
      <FunnelSteps results={results} />
    </Card>
  );
}
