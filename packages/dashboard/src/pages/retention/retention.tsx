import { Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useUrlState } from '../../api/use-url-state.ts';
import { ErrorBoundary } from '../../components/error-boundary.tsx';
import { Page } from '../../components/page.tsx';
import { CohortsTab } from './cohorts-tab.tsx';
import { LifetimeTab } from './lifetime-tab.tsx';
import css from './retention.module.css';
import { RfmTab } from './rfm-tab.tsx';

const tabs = ['cohorts', 'lifetime', 'rfm'] as const;
const panels = { cohorts: CohortsTab, lifetime: LifetimeTab, rfm: RfmTab };

/** Who comes back, what they are worth, and who of them buys lately, often and much. */
export function Retention() {
  const { t } = useTranslation();
  const [tab, setTab] = useUrlState('tab');
  return (
    <Page title={t('section.retention')} wide>
      <Tabs
        value={tabs.find((one) => one === tab) ?? 'cohorts'}
        onChange={(next) => setTab(next === 'cohorts' ? '' : (next ?? ''))}
        keepMounted={false}
      >
        <Tabs.List mb={16}>
          {tabs.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`retention.tabs.${one}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {tabs.map((one) => {
          const Panel = panels[one];
          return (
            <Tabs.Panel key={one} value={one} className={css.panel}>
              <ErrorBoundary>
                <Panel />
              </ErrorBoundary>
            </Tabs.Panel>
          );
        })}
      </Tabs>
    </Page>
  );
}
