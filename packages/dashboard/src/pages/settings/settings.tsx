import { Tabs } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../api/use-may.ts';
import { useUrlChoice } from '../../api/use-url-state.ts';
import { Page } from '../../components/page.tsx';
import { YouTab } from './you-tab.tsx';

const KeysTab = lazy(async () => ({ default: (await import('./keys-tab.tsx')).KeysTab }));
const PeopleTab = lazy(async () => ({ default: (await import('./people-tab.tsx')).PeopleTab }));
const AuditTab = lazy(async () => ({ default: (await import('./audit-tab.tsx')).AuditTab }));

const tabs = ['you', 'keys', 'people', 'audit'] as const;

/** What each person sets for themselves; for administrators keys, people and who changed what. */
export function Settings() {
  const { t } = useTranslation();
  const [tab, setTab] = useUrlChoice('tab', tabs);
  const admin = useMay('admin');
  return (
    <Page title={t('section.settings')}>
      <Tabs value={admin ? tab : 'you'} onChange={setTab} keepMounted={false}>
        <Tabs.List mb={16}>
          <Tabs.Tab value="you">{t('settings.you')}</Tabs.Tab>
          {admin && <Tabs.Tab value="keys">{t('settings.keys')}</Tabs.Tab>}
          {admin && <Tabs.Tab value="people">{t('settings.people')}</Tabs.Tab>}
          {admin && <Tabs.Tab value="audit">{t('settings.audit')}</Tabs.Tab>}
        </Tabs.List>
        <Suspense>
          <Tabs.Panel value="you">
            <YouTab />
          </Tabs.Panel>
          <Tabs.Panel value="keys">
            <KeysTab />
          </Tabs.Panel>
          <Tabs.Panel value="people">
            <PeopleTab />
          </Tabs.Panel>
          <Tabs.Panel value="audit">
            <AuditTab />
          </Tabs.Panel>
        </Suspense>
      </Tabs>
    </Page>
  );
}
