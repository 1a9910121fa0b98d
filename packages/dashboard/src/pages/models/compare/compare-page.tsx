import { Select } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useComparison, useModel, useVersions } from '../../../api/models.ts';
import { useUrlState } from '../../../api/use-url-state.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { Page } from '../../../components/page.tsx';
import { ImportanceChart } from '../curves/importance-chart.tsx';
import { LearningChart } from '../curves/learning-chart.tsx';
import { PrecisionRecallChart, RocChart } from '../curves/outcome-charts.tsx';
import { ReliabilityChart } from '../curves/reliability-chart.tsx';
import type { Subject } from '../curves/subject.ts';
import { Crumbs, modelPath } from '../shared/crumbs.tsx';
import { noCurves } from '../shared/report.ts';
import css from '../shared/shared.module.css';
import { CompareFeatures } from './compare-features.tsx';
import { CompareFigures } from './compare-figures.tsx';
import own from './compare-page.module.css';
import { CompareParameters } from './compare-parameters.tsx';
import { mostCompared, readVersions } from './read-versions.ts';

/** Two to four versions beside each other: figures with differences, what they were made with, curves overlaid. */
export function ComparePage({ name }: { name: string }) {
  const { t } = useTranslation();
  const [written, setWritten] = useUrlState('versions');
  const versions = useMemo(() => readVersions(written), [written]);
  const set = (next: readonly number[]) => setWritten(next.join(','));
  const model = useModel(name).data;
  const enough = versions.length > 1;
  const comparison = useComparison(name, versions);
  const details = useVersions(name, enough ? versions : []);
  const subjects = useMemo(
    () =>
      details.map(
        (detail): Subject => ({
          key: String(detail.version),
          name: t('model.versionNumber', { version: detail.version }),
          curves: detail.curves ?? noCurves,
        }),
      ),
    [details, t],
  );
  const others = model?.versions.filter(({ version }) => !versions.includes(version)) ?? [];
  const title = t('modelCompare.title');
  return (
    <Page title={`${title} ${name}`} heading={<Crumbs model={name} here={title} />}>
      <div className={own.chosen}>
        {versions.map((version) => (
          <span key={version} className={own.version}>
            <Link href={modelPath(name, 'versions', version)}>{t('model.versionNumber', { version })}</Link>
            <button
              type="button"
              className={own.drop}
              aria-label={t('modelCompare.drop', { version })}
              onClick={() => set(versions.filter((one) => one !== version))}
            >
              <IconX size={14} aria-hidden="true" />
            </button>
          </span>
        ))}
        {versions.length < mostCompared && others.length > 0 && (
          <Select
            size="xs"
            aria-label={t('modelCompare.add')}
            placeholder={t('modelCompare.add')}
            value={null}
            data={others.map(({ version }) => ({
              value: String(version),
              label: t('model.versionNumber', { version }),
            }))}
            onChange={(value) => value !== null && set([...versions, Number(value)])}
          />
        )}
      </div>
      {!enough ? (
        <EmptyState title={t('modelCompare.too')} action={<Link href={modelPath(name)}>{name}</Link>}>
          {t('modelCompare.tooHint')}
        </EmptyState>
      ) : comparison.error ? (
        <ErrorState error={comparison.error} onRetry={() => comparison.refetch()} />
      ) : (
        <>
          <CompareFigures name={name} versions={versions} comparison={comparison.data} details={details} />
          {subjects.length === versions.length && (
            <div className={css.columns}>
              <LearningChart subjects={subjects} />
              <ReliabilityChart subjects={subjects} />
              <RocChart subjects={subjects} />
              <PrecisionRecallChart subjects={subjects} />
            </div>
          )}
          <CompareParameters name={name} versions={versions} comparison={comparison.data} />
          <div className={css.columns}>
            {subjects.length === versions.length && <ImportanceChart subjects={subjects} />}
            <CompareFeatures name={name} versions={versions} comparison={comparison.data} />
          </div>
        </>
      )}
    </Page>
  );
}
