import { Button, Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useCreateEventsKey } from '../../api/keys.ts';
import { useLive } from '../../api/use-live.ts';
import { useUrlState } from '../../api/use-url-state.ts';
import { Card } from '../../components/card.tsx';
import { CodeBlock } from '../../components/code-block.tsx';
import { Page } from '../../components/page.tsx';
import css from './connect.module.css';
import { FirstEvent } from './first-event.tsx';
import { KeyCard } from './key-card.tsx';
import { snippets } from './snippets.ts';

/** How to send events; on an empty server it waits for the first one and says when it is there. */
export function Connect() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const [way, setWay] = useUrlState('way');
  const live = useLive();
  const creating = useCreateEventsKey();
  const key = creating.data?.secret ?? 'KEY';
  const ways = snippets(location.origin, key);
  return (
    <Page title={t('section.connect')}>
      <div className={css.narrow}>
        <FirstEvent live={live} onContinue={() => navigate('/')} />
        <KeyCard creating={creating} />
        <Card title={t('connect.send')}>
          <div className={css.steps}>
            <p className={css.text}>{creating.data ? t('connect.sendReady') : t('connect.sendText')}</p>
            <Tabs value={way || 'curl'} onChange={(value) => setWay(value ?? '')} keepMounted={false}>
              <Tabs.List mb={16}>
                {ways.map(({ key, title }) => (
                  <Tabs.Tab key={key} value={key}>
                    {key === 'browser' ? t('connect.browser') : title}
                  </Tabs.Tab>
                ))}
              </Tabs.List>
              {ways.map(({ key, title, code }) => (
                <Tabs.Panel key={key} value={key}>
                  <CodeBlock code={code} label={title} />
                </Tabs.Panel>
              ))}
            </Tabs>
          </div>
        </Card>
        <Card title={t('connect.import')}>
          <div className={css.steps}>
            <p className={css.text}>{t('connect.importText')}</p>
            <CodeBlock
              code={'npm run personalize -- import events.csv --key KEY'}
              label={t('connect.import')}
            />
            <div>
              <Button component="a" href="/docs" variant="default" size="xs">
                {t('section.api')}
              </Button>
            </div>
          </div>
        </Card>
      </div>
    </Page>
  );
}
