import { Button } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { liveStore } from '../../api/live-store.ts';
import { useLive } from '../../api/use-live.ts';
import { ErrorState } from '../../components/error-state.tsx';
import { Page } from '../../components/page.tsx';
import { DemoNotice } from './demo-notice.tsx';
import { EventsChart } from './events-chart.tsx';
import { Figures } from './figures.tsx';
import { LatencyChart } from './latency-chart.tsx';
import { LiveStatus } from './live-status.tsx';
import css from './overview.module.css';
import { RankingCard } from './ranking-card.tsx';

/** What is happening now: figures, events per second, what customers look at, how fast decisions are. */
export function Overview() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const live = useLive();
  const { snapshot, seconds } = live;
  const nothingYet = snapshot?.totalEvents === 0;

  useEffect(() => {
    if (nothingYet) navigate('/connect', { replace: true });
  }, [nothingYet, navigate]);

  const window = snapshot?.windowSeconds ?? 300;
  return (
    <Page
      title={t('section.overview')}
      wide
      bar={
        <>
          <LiveStatus live={live} />
          <Button
            variant="default"
            size="xs"
            leftSection={live.paused ? <IconPlayerPlay size={14} /> : <IconPlayerPause size={14} />}
            onClick={live.paused ? live.resume : live.pause}
          >
            {live.paused ? t('live.resume') : t('live.pause')}
          </Button>
        </>
      }
    >
      {live.state === 'closed' && live.error && <ErrorState error={live.error} onRetry={liveStore.reopen} />}
      <DemoNotice />
      <Figures snapshot={snapshot} seconds={seconds} />
      <EventsChart snapshot={snapshot} seconds={seconds} />
      <div className={css.columns}>
        <RankingCard
          title={t('overview.topItems')}
          rows={snapshot?.topItems}
          windowSeconds={window}
          nameHeading={t('overview.item')}
          dimension="itemTitle"
        />
        <RankingCard
          title={t('overview.topCategories')}
          rows={snapshot?.topCategories}
          windowSeconds={window}
          nameHeading={t('overview.category')}
          dimension="category"
        />
        <LatencyChart snapshot={snapshot} seconds={seconds} />
      </div>
    </Page>
  );
}
