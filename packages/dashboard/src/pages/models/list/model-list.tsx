import { Button, Skeleton } from '@mantine/core';
import { IconFileImport, IconPlayerPlay } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useModels } from '../../../api/models.ts';
import { useMay } from '../../../api/use-may.ts';
import { Card } from '../../../components/card.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { Notice } from '../../../components/notice.tsx';
import { Page } from '../../../components/page.tsx';
import { modelPath } from '../shared/crumbs.tsx';
import css from '../shared/shared.module.css';
import { ModelCard } from './model-card.tsx';
import { RunningTraining } from './running-training.tsx';

/** What placements name until they are told otherwise. */
const firstModel = 'ranker';

/** Every model: what serves, how good it is, what it learned from, whether its world has changed. */
export function ModelList() {
  const { t } = useTranslation();
  const models = useModels();
  const may = useMay('models:write');
  return (
    <Page title={t('section.models')} bar={may && models.data?.length !== 0 && <ImportButton />}>
      {!may && <Notice>{t('models.viewerHint')}</Notice>}
      <RunningTraining name={models.data?.[0]?.name ?? firstModel} />
      {models.error ? (
        <ErrorState error={models.error} onRetry={() => models.refetch()} />
      ) : models.data === undefined ? (
        <Card title={t('section.models')}>
          <Skeleton height={132} />
        </Card>
      ) : models.data.length === 0 ? (
        <Card title={t('section.models')}>
          <EmptyState title={t('models.none')} action={may && <FirstSteps />}>
            {t('models.noneText')}
          </EmptyState>
        </Card>
      ) : (
        models.data.map((model) => <ModelCard key={model.name} model={model} />)
      )}
    </Page>
  );
}

function ImportButton() {
  const { t } = useTranslation();
  return (
    <Button
      component={Link}
      href={modelPath(firstModel, 'import')}
      variant="default"
      size="xs"
      leftSection={<IconFileImport size={14} />}
    >
      {t('models.import')}
    </Button>
  );
}

function FirstSteps() {
  const { t } = useTranslation();
  return (
    <div className={css.buttons}>
      <Button
        component={Link}
        href={modelPath(firstModel, 'train')}
        size="xs"
        leftSection={<IconPlayerPlay size={14} />}
      >
        {t('models.train')}
      </Button>
      <ImportButton />
    </div>
  );
}
