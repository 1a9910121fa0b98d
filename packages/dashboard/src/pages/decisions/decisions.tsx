import { Tabs } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useUrlChoice } from '../../api/use-url-state.ts';
import { Page } from '../../components/page.tsx';

const EvaluateTab = lazy(async () => ({ default: (await import('./evaluate-tab.tsx')).EvaluateTab }));
const RiskTab = lazy(async () => ({ default: (await import('./risk-tab.tsx')).RiskTab }));
const LogTab = lazy(async () => ({ default: (await import('./log-tab.tsx')).LogTab }));

const tabs = ['evaluate', 'risk', 'log'] as const;

/** What decisions earned, how risky that was, and what other policies would have earned. */
export function Decisions() {
  const { t } = useTranslation();
  const [tab, setTab] = useUrlChoice('tab', tabs);
  return (
    <Page title={t('section.decisions')}>
      <Tabs value={tab} onChange={setTab} keepMounted={false}>
        <Tabs.List mb={16}>
          <Tabs.Tab value="evaluate">{t('decisions.tabEvaluate')}</Tabs.Tab>
          <Tabs.Tab value="risk">{t('decisions.tabRisk')}</Tabs.Tab>
          <Tabs.Tab value="log">{t('decisions.tabLog')}</Tabs.Tab>
        </Tabs.List>
        <Suspense>
          <Tabs.Panel value="evaluate">
            <EvaluateTab />
          </Tabs.Panel>
          <Tabs.Panel value="risk">
            <RiskTab />
          </Tabs.Panel>
          <Tabs.Panel value="log">
            <LogTab />
          </Tabs.Panel>
        </Suspense>
      </Tabs>
    </Page>
  );
}
