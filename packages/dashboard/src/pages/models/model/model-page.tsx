import { Button, Tabs } from '@mantine/core';
import { ApiError } from '@personalize/sdk';
import { IconFileImport, IconPlayerPlay } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { champion, useModel } from '../../../api/models.ts';
import { useMay } from '../../../api/use-may.ts';
import { useUrlChoice } from '../../../api/use-url-state.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { Notice } from '../../../components/notice.tsx';
import { Page } from '../../../components/page.tsx';
import { RunningTraining } from '../list/running-training.tsx';
import { PredictPanel } from '../predict/predict-panel.tsx';
import { Crumbs, modelPath } from '../shared/crumbs.tsx';
import css from '../shared/shared.module.css';
import { WatchPanel } from '../watching/watch-panel.tsx';
import { AliasHistory } from './alias-history.tsx';
import { RollbackButton } from './rollback-button.tsx';
import { ScheduleCard } from './schedule-card.tsx';
import { VersionsCard } from './versions-card.tsx';

const tabs = ['versions', 'history', 'watching', 'predict', 'schedule'] as const;

/** One model: its versions, who moved its aliases, how it fares in service, and when it trains by itself. */
export function ModelPage({ name }: { name: string }) {
  const { t } = useTranslation();
  const [tab, setTab] = useUrlChoice('tab', tabs);
  const may = useMay('models:write');
  const { data: model, error, refetch } = useModel(name);
  const missing = error instanceof ApiError && error.status === 404;
  const broken = model?.aliases.filter(({ problem }) => problem !== null) ?? [];
  return (
    <Page
      title={name}
      heading={<Crumbs here={name} />}
      bar={
        may &&
        !missing && (
          <>
            {model?.aliases.some(({ alias }) => alias === champion) && <RollbackButton name={name} />}
            <Button
              component={Link}
              href={modelPath(name, 'import')}
              variant="default"
              size="xs"
              leftSection={<IconFileImport size={14} />}
            >
              {t('models.import')}
            </Button>
            <Button
              component={Link}
              href={modelPath(name, 'train')}
              size="xs"
              leftSection={<IconPlayerPlay size={14} />}
            >
              {t('models.train')}
            </Button>
          </>
        )
      }
    >
      {!may && <Notice>{t('models.viewerHint')}</Notice>}
      {missing ? (
        <EmptyState
          title={t('model.missing', { name })}
          action={<Link href="/models">{t('model.back')}</Link>}
        >
          {t('model.missingHint')}
        </EmptyState>
      ) : error && !model ? (
        <ErrorState error={error} onRetry={() => refetch()} />
      ) : (
        <>
          <RunningTraining name={name} />
          {broken.map(({ alias, version, problem }) => (
            <p key={alias} role="alert" className={css.bad}>
              {t('models.notServing', { alias, version, problem })}
            </p>
          ))}
          <Tabs value={tab} onChange={setTab} keepMounted={false}>
            <Tabs.List mb={16}>
              <Tabs.Tab value="versions">{t('model.tabVersions')}</Tabs.Tab>
              <Tabs.Tab value="history">{t('model.tabHistory')}</Tabs.Tab>
              <Tabs.Tab value="watching">{t('model.tabWatching')}</Tabs.Tab>
              <Tabs.Tab value="predict">{t('modelPredict.tab')}</Tabs.Tab>
              <Tabs.Tab value="schedule">{t('model.tabSchedule')}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="versions">
              <VersionsCard name={name} model={model} may={may} />
            </Tabs.Panel>
            <Tabs.Panel value="history">
              <AliasHistory name={name} model={model} />
            </Tabs.Panel>
            <Tabs.Panel value="watching">
              <WatchPanel name={name} model={model} />
            </Tabs.Panel>
            <Tabs.Panel value="predict">
              <PredictPanel name={name} model={model} may={may} />
            </Tabs.Panel>
            <Tabs.Panel value="schedule">
              <ScheduleCard model={model} may={may} />
            </Tabs.Panel>
          </Tabs>
        </>
      )}
    </Page>
  );
}
