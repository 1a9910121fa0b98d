import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useEvaluate, type VersionDetail } from '../../../api/models.ts';
import { useMay } from '../../../api/use-may.ts';
import { Card } from '../../../components/card.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { Notice } from '../../../components/notice.tsx';
import { Page } from '../../../components/page.tsx';
import { Crumbs, jobPath, modelPath } from '../shared/crumbs.tsx';
import { ImportForm } from './import-form.tsx';

/** Brings a model that was made elsewhere into the registry, and has it measured, so that gates can judge it. */
export function ImportPage({ name }: { name: string }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const may = useMay('models:write');
  const [made, setMade] = useState<VersionDetail>();
  const evaluating = useEvaluate();
  const title = t('modelImport.title');
  const measure = (version: VersionDetail) => {
    setMade(version);
    evaluating.mutate(
      { name: version.name, version: version.version },
      { onSuccess: ({ id }) => navigate(jobPath(version.name, id)) },
    );
  };
  return (
    <Page title={`${title} ${name}`} heading={<Crumbs model={name} here={title} />}>
      {!may ? (
        <Notice>{t('models.viewerHint')}</Notice>
      ) : made !== undefined && evaluating.error ? (
        <Card title={t('modelImport.notMeasured', { version: made.version })}>
          <ErrorState error={evaluating.error} onRetry={() => measure(made)} />
          <p>
            <Link href={modelPath(made.name, 'versions', made.version)}>
              {t('modelTrain.openVersion', { version: made.version })}
            </Link>
          </p>
        </Card>
      ) : (
        <ImportForm
          model={name}
          onImported={(version, wanted) =>
            wanted ? measure(version) : navigate(modelPath(version.name, 'versions', version.version))
          }
        />
      )}
    </Page>
  );
}
