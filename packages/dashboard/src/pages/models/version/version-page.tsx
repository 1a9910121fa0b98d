import { Button } from '@mantine/core';
import { ApiError } from '@personalize/sdk';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { champion, useVersion } from '../../../api/models.ts';
import { useMay } from '../../../api/use-may.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { Notice } from '../../../components/notice.tsx';
import { Page } from '../../../components/page.tsx';
import { Tag } from '../../../components/tag.tsx';
import { ImportanceChart } from '../curves/importance-chart.tsx';
import { LearningChart } from '../curves/learning-chart.tsx';
import { PrecisionRecallChart, RocChart } from '../curves/outcome-charts.tsx';
import { ReliabilityChart } from '../curves/reliability-chart.tsx';
import { PromoteDialog } from '../model/promote-dialog.tsx';
import { AliasTags } from '../shared/alias-tags.tsx';
import { Crumbs, modelPath } from '../shared/crumbs.tsx';
import { noCurves } from '../shared/report.ts';
import css from '../shared/shared.module.css';
import { BiasCard } from './bias-card.tsx';
import { EvaluateButton } from './evaluate-button.tsx';
import { FactsCard } from './facts-card.tsx';
import { FeaturesCard } from './features-card.tsx';
import { GatesCard } from './gates-card.tsx';
import { NotesCard } from './notes-card.tsx';
import { OffPolicyCard } from './off-policy-card.tsx';
import { ParametersCard } from './parameters-card.tsx';
import { ProbabilitiesCard } from './probabilities-card.tsx';
import { QualityCard } from './quality-card.tsx';

/** One version: whether it may serve, how good it is, what it rests on, and how it was made. */
export function VersionPage({ name, version }: { name: string; version: number }) {
  const { t } = useTranslation();
  const may = useMay('models:write');
  const [promoting, setPromoting] = useState(false);
  const whole = Number.isSafeInteger(version) && version > 0;
  const { data: detail, error, refetch } = useVersion(name, whole ? version : undefined);
  const missing = !whole || (error instanceof ApiError && error.status === 404);
  const subjects = useMemo(
    () =>
      detail && [
        {
          key: String(version),
          name: t('model.versionNumber', { version }),
          curves: detail.curves ?? noCurves,
        },
      ],
    [detail, version, t],
  );
  const here = t('model.versionNumber', { version: whole ? version : '' });
  return (
    <Page
      title={`${name} ${here}`}
      heading={<Crumbs model={name} here={here} />}
      bar={
        detail && (
          <>
            <AliasTags aliases={detail.aliases} />
            {detail.state === 'removed' && (
              <Tag tone="warn" title={t('model.removedHint')}>
                {t('model.removed')}
              </Tag>
            )}
            {may && !detail.aliases.includes(champion) && detail.state === 'ready' && (
              <Button size="xs" onClick={() => setPromoting(true)}>
                {t('model.promote')}
              </Button>
            )}
          </>
        )
      }
    >
      {!may && <Notice>{t('models.viewerHint')}</Notice>}
      {missing ? (
        <EmptyState
          title={t('modelVersion.missing', { name, version: whole ? version : '' })}
          action={<Link href={modelPath(name)}>{name}</Link>}
        >
          {t('modelVersion.missingHint')}
        </EmptyState>
      ) : error && !detail ? (
        <ErrorState error={error} onRetry={() => refetch()} />
      ) : (
        <>
          <GatesCard name={name} version={version} detail={detail} may={may} />
          <QualityCard
            model={`${name}@${version}`}
            metrics={detail?.metrics}
            action={detail && may && <EvaluateButton detail={detail} />}
          />
          {detail && subjects && (
            <>
              <div className={css.columns}>
                <LearningChart subjects={subjects} />
                <ReliabilityChart subjects={subjects} />
                <RocChart subjects={subjects} />
                <PrecisionRecallChart
                  subjects={subjects}
                  {...baseRateOf(detail.metrics?.probabilities?.baseRate)}
                />
                <ImportanceChart subjects={subjects} />
                <ProbabilitiesCard detail={detail} />
              </div>
              <OffPolicyCard detail={detail} />
              <BiasCard detail={detail} />
              <NotesCard detail={detail} may={may} />
              <FactsCard detail={detail} />
              <div className={css.columns}>
                <ParametersCard detail={detail} />
                <FeaturesCard detail={detail} />
              </div>
            </>
          )}
        </>
      )}
      {promoting && <PromoteDialog name={name} version={version} onClose={() => setPromoting(false)} />}
    </Page>
  );
}

const baseRateOf = (baseRate: number | undefined) => (baseRate === undefined ? {} : { baseRate });
