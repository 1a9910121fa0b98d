import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Experiment, useResults } from '../../../api/experiments.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { DecisionCard } from './decision-card.tsx';
import { EffectChart } from './effect-chart.tsx';
import { EffectsCard } from './effects-card.tsx';
import { ExperimentFigures } from './experiment-figures.tsx';
import css from './experiment-page.module.css';
import { ExposureChart } from './exposure-chart.tsx';
import { HealthNotices } from './health-notices.tsx';
import { MetricsCard } from './metrics-card.tsx';
import type { useReading } from './reading.ts';

/** What the experiment has shown: the decision first, whether to trust it, then the evidence. */
export function Results({
  experiment,
  answer: { data: results, error, refetch },
  reading,
}: {
  experiment: Experiment;
  answer: ReturnType<typeof useResults>;
  reading: ReturnType<typeof useReading>;
}) {
  const { t } = useTranslation();
  if (error && !results) return <ErrorState error={error} onRetry={() => refetch()} />;
  if (results === undefined) return <Skeleton height={480} />;
  const nobody = results.exposures.every(({ customers }) => customers === 0);
  return (
    <>
      <HealthNotices results={results} />
      <DecisionCard experiment={experiment} results={results} />
      <ExperimentFigures experiment={experiment} results={results} method={reading.method} />
      {nobody ? (
        <EmptyState title={t('experiment.nobody')}>{t('experiment.nobodyHint')}</EmptyState>
      ) : (
        <>
          <div className={css.columns}>
            <EffectChart experiment={experiment} results={results} method={reading.method} />
            <ExposureChart results={results} />
          </div>
          <EffectsCard experiment={experiment} results={results} method={reading.method} />
          <MetricsCard experiment={experiment} results={results} method={reading.method} />
        </>
      )}
    </>
  );
}
