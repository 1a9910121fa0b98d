import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { type Experiment, useExperiments, useMayExperiment, useResultsOf } from '../../../api/experiments.ts';
import { useUrlState } from '../../../api/use-url-state.ts';
import { intervalScale } from '../../../charts/interval-mark.tsx';
import { Card } from '../../../components/card.tsx';
import { DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { FilterBar, SearchFilter, SelectFilter } from '../../../components/filter-bar.tsx';
import { Page } from '../../../components/page.tsx';
import { Tag } from '../../../components/tag.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useNow } from '../../../format/use-now.ts';
import { faultKinds } from '../health.ts';
import { daysRun, shownState, shownStates, stateTone } from '../state.ts';
import { EffectCell } from './effect-cell.tsx';
import { effectWords } from './effect-words.ts';
import css from './experiment-list.module.css';
import { ExperimentsIntro } from './experiments-intro.tsx';
import { HealthCell } from './health-cell.tsx';
import { leadingEffect } from './leading-effect.ts';

/** Every experiment, newest first: how far it is, what it shows so far, and whether its data can be trusted. */
export function ExperimentList() {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow(60_000);
  const [search, setSearch] = useUrlState('q');
  const [state, setState] = useUrlState('state');
  const mayWrite = useMayExperiment();
  const { data: all, error, refetch } = useExperiments();
  const results = useResultsOf((all ?? []).filter((one) => one.state !== 'draft'));
  const stateOf = (one: Experiment) => shownState(one, results.get(one.key)?.data);
  const wanted = search.trim().toLowerCase();
  const rows = all?.filter(
    (one) =>
      (state === '' || stateOf(one) === state || (state === 'running' && one.state === 'running')) &&
      (wanted === '' ||
        [one.key, one.hypothesis, ...one.metrics.map(({ key }) => key)].some((text) =>
          text.toLowerCase().includes(wanted),
        )),
  );
  const effects = new Map(
    (rows ?? []).map((one) => [one.key, leadingEffect(one, results.get(one.key)?.data)] as const),
  );
  const relative = [...effects.values()].flatMap((effect) =>
    effect?.shown?.scale === 'relative' ? [effect.shown.interval] : [],
  );
  const scale = intervalScale(relative);
  const exposedTo = ({ key }: Experiment) =>
    results.get(key)?.data?.exposures.reduce((sum, { customers }) => sum + customers, 0);
  const healthWords = (kinds: ReturnType<typeof faultKinds>) =>
    kinds?.length === 0 ? t('experiments.sound') : kinds?.map((kind) => t(`healthFlag.${kind}`)).join(', ');
  const newButton = mayWrite && (
    <Button component={Link} href="/experiments/new" size="xs" leftSection={<IconPlus size={14} />}>
      {t('experiments.new')}
    </Button>
  );

  if (all?.length === 0) {
    return (
      <Page title={t('section.experiments')}>
        <ExperimentsIntro action={newButton} />
      </Page>
    );
  }
  return (
    <Page title={t('section.experiments')} bar={newButton}>
      <FilterBar>
        <SearchFilter
          label={t('experiments.search')}
          hint={t('experiments.searchHint')}
          value={search}
          onChange={setSearch}
        />
        <SelectFilter
          label={t('experiments.state')}
          all={t('experiments.anyState')}
          value={state}
          options={shownStates.map((value) => ({ value, label: t(`experimentState.${value}`) }))}
          onChange={setState}
        />
      </FilterBar>
      <Card
        title={t('section.experiments')}
        unit={t('experiments.order')}
        footer={t('experiments.intervals')}
      >
        {error ? (
          <ErrorState error={error} onRetry={() => refetch()} />
        ) : (
          <DataTable<Experiment>
            caption={t('section.experiments')}
            rows={rows}
            rowKey={({ key }) => key}
            file={{
              notes: [
                ...(wanted === '' ? [] : [`${t('experiments.search')}: ${search.trim()}`]),
                ...shownStates
                  .filter((one) => one === state)
                  .map((one) => `${t('experiments.state')}: ${t(`experimentState.${one}`)}`),
              ],
            }}
            columns={[
              {
                key: 'name',
                name: t('experiments.experiment'),
                file: { value: ({ key, hypothesis }) => [key, hypothesis].filter(Boolean).join(': ') },
                cell: (one) => (
                  <>
                    <Link className={css.link} href={`/experiments/${encodeURIComponent(one.key)}`}>
                      {one.key}
                    </Link>
                    <span className={css.hypothesis}>{one.hypothesis}</span>
                    {one.state !== 'draft' && (
                      <span className={css.narrow}>
                        <EffectCell
                          experiment={one}
                          leading={effects.get(one.key)}
                          answer={results.get(one.key)}
                          scale={scale}
                        />
                        <HealthCell results={results.get(one.key)?.data} />
                      </span>
                    )}
                  </>
                ),
              },
              {
                key: 'state',
                name: t('experiments.state'),
                width: '112px',
                cell: (one) => {
                  const shown = stateOf(one);
                  return (
                    <Tag tone={stateTone[shown]} dot title={t(`experimentStateHint.${shown}`)}>
                      {t(`experimentState.${shown}`)}
                    </Tag>
                  );
                },
              },
              {
                key: 'days',
                name: t('experiments.days'),
                file: { type: 'number', value: (one) => daysRun(one, now) },
                numeric: true,
                width: '56px',
                secondary: true,
                cell: (one) => format.count(daysRun(one, now)),
              },
              {
                key: 'exposed',
                name: t('experiments.exposed'),
                file: { type: 'number', value: exposedTo },
                numeric: true,
                width: '88px',
                secondary: true,
                cell: (one) => format.count(exposedTo(one)),
              },
              {
                key: 'effect',
                name: t('experiments.effect'),
                file: { value: (one) => effectWords(one, effects.get(one.key), format, t) },
                width: '300px',
                secondary: true,
                cell: (one) => (
                  <EffectCell
                    experiment={one}
                    leading={effects.get(one.key)}
                    answer={results.get(one.key)}
                    scale={scale}
                  />
                ),
              },
              {
                key: 'health',
                name: t('experiments.health'),
                file: { value: (one) => healthWords(faultKinds(results.get(one.key)?.data)) },
                width: '150px',
                secondary: true,
                cell: (one) => <HealthCell results={results.get(one.key)?.data} />,
              },
            ]}
            empty={
              <EmptyState
                title={t('experiments.noMatch')}
                action={
                  <Button
                    variant="default"
                    size="xs"
                    onClick={() => {
                      setSearch('');
                      setState('');
                    }}
                  >
                    {t('experiments.clearFilters')}
                  </Button>
                }
              >
                {t('experiments.noMatchHint')}
              </EmptyState>
            }
          />
        )}
      </Card>
    </Page>
  );
}
