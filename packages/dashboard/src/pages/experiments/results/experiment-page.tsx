import { Skeleton, Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { isMissing, useExperiment, useResults } from '../../../api/experiments.ts';
import { useUrlState } from '../../../api/use-url-state.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { Page } from '../../../components/page.tsx';
import { Tag } from '../../../components/tag.tsx';
import { DefinitionCard } from '../definition-card.tsx';
import { shownState, stateTone } from '../state.ts';
import { ExperimentActions } from './experiment-actions.tsx';
import css from './experiment-page.module.css';
import { HistoryCard } from './history-card.tsx';
import { useReading } from './reading.ts';
import { Results } from './results.tsx';
import { SegmentsCard } from './segments-card.tsx';
import { StatisticSwitch } from './statistic-switch.tsx';

const tabs = ['results', 'segments', 'design'] as const;

/** One experiment: what it has shown, for whom, and how it is designed. A draft shows its design only. */
export function ExperimentPage({ experimentKey: key }: { experimentKey: string }) {
  const { t } = useTranslation();
  const [tab, setTab] = useUrlState('tab');
  const reading = useReading();
  const { data: experiment, error, refetch } = useExperiment(key);
  const { method, correction } = reading;
  const query = { method, correction };
  const results = useResults(experiment, query);
  const missing = isMissing(error);
  const shown = experiment && shownState(experiment, results.data);
  const isDraft = experiment?.state === 'draft';

  return (
    <Page
      title={key}
      heading={
        <span className={css.heading}>
          <Link href="/experiments" className={css.crumb}>
            {t('section.experiments')}
          </Link>
          <span className={css.slash} aria-hidden="true">
            /
          </span>
          {key}
          {shown && (
            <Tag tone={stateTone[shown]} dot title={t(`experimentStateHint.${shown}`)}>
              {t(`experimentState.${shown}`)}
            </Tag>
          )}
        </span>
      }
      bar={experiment && <ExperimentActions experiment={experiment} results={results.data} query={query} />}
    >
      {missing ? (
        <EmptyState
          title={t('experiment.missing', { key })}
          action={<Link href="/experiments">{t('experiment.back')}</Link>}
        >
          {t('experiment.missingHint')}
        </EmptyState>
      ) : error && !experiment ? (
        <ErrorState error={error} onRetry={() => refetch()} />
      ) : experiment === undefined ? (
        <Skeleton height={320} />
      ) : isDraft ? (
        <>
          <EmptyState title={t('experiment.draft')}>{t('experiment.draftHint')}</EmptyState>
          <DefinitionCard definition={experiment} />
        </>
      ) : (
        <>
          <p className={css.hypothesis}>{experiment.hypothesis}</p>
          <Tabs
            value={tabs.find((one) => one === tab) ?? tabs[0]}
            onChange={(next) => setTab(next === tabs[0] ? '' : (next ?? ''))}
            keepMounted={false}
          >
            <div className={css.bar}>
              <Tabs.List>
                {tabs.map((one) => (
                  <Tabs.Tab key={one} value={one}>
                    {t(`experimentTab.${one}`)}
                  </Tabs.Tab>
                ))}
              </Tabs.List>
              {tab !== 'design' && <StatisticSwitch {...reading} />}
            </div>
            <Tabs.Panel value="results" className={css.panel}>
              <Results experiment={experiment} answer={results} reading={reading} />
            </Tabs.Panel>
            <Tabs.Panel value="segments" className={css.panel}>
              <SegmentsCard experiment={experiment} reading={reading} />
            </Tabs.Panel>
            <Tabs.Panel value="design" className={css.panel}>
              <DefinitionCard definition={experiment} />
              <HistoryCard experiment={experiment} />
            </Tabs.Panel>
          </Tabs>
        </>
      )}
    </Page>
  );
}
