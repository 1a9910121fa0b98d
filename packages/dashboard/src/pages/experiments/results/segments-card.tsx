import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Experiment, useResults } from '../../../api/experiments.ts';
import { useSegments } from '../../../api/segments.ts';
import { useUrlState } from '../../../api/use-url-state.ts';
import { Card } from '../../../components/card.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { FilterBar, SelectFilter } from '../../../components/filter-bar.tsx';
import { BreakdownView } from './breakdown-view.tsx';
import type { useReading } from './reading.ts';

/** The goals within groups of customers, by one dimension or two crossed. */
export function SegmentsCard({
  experiment,
  reading: { method, correction },
}: {
  experiment: Experiment;
  reading: ReturnType<typeof useReading>;
}) {
  const { t } = useTranslation();
  const segments = useSegments();
  const [first, setFirst] = useUrlState('by');
  const [second, setSecond] = useUrlState('and');
  const by = first || 'segment';
  // Segments overlap, so all of them together cannot be crossed; one at a time can.
  const crossed = by === 'segment' || second === by ? '' : second;
  const answer = useResults(experiment, { method, correction, by: crossed === '' ? by : `${by},${crossed}` });
  const single = [
    ...(['channel', 'device'] as const).map((value) => ({ value, label: t(`breakdownBy.${value}`) })),
    ...(segments.data ?? []).map(({ name, title }) => ({
      value: `segment.${name}`,
      label: t('experiment.inSegment', { segment: title }),
    })),
    ...(experiment.attributes ?? []).map((name) => ({
      value: `attribute.${name}`,
      label: t('experiment.byAttribute', { attribute: name }),
    })),
  ];
  for (const value of [by, crossed]) {
    // A link may name a segment that the configuration no longer has; its exposures are still there.
    const name = /^segment\.(.+)/.exec(value)?.[1];
    if (name !== undefined && !single.some((one) => one.value === value)) {
      single.push({ value, label: t('experiment.inSegment', { segment: name }) });
    }
  }
  const breakdown = answer.data?.breakdown;
  return (
    <>
      <FilterBar>
        <SelectFilter
          label={t('experiment.splitBy')}
          value={by}
          options={[{ value: 'segment', label: t('breakdownBy.segment') }, ...single]}
          onChange={(next) => setFirst(next === 'segment' ? '' : next)}
        />
        {by !== 'segment' && (
          <SelectFilter
            label={t('experiment.crossWith')}
            all={t('experiment.nothing')}
            value={crossed}
            options={single.filter(({ value }) => value !== by)}
            onChange={setSecond}
          />
        )}
      </FilterBar>
      {answer.error && !answer.data ? (
        <ErrorState error={answer.error} onRetry={() => answer.refetch()} />
      ) : answer.data === undefined || answer.isPlaceholderData ? (
        <Skeleton height={320} />
      ) : breakdown === null ||
        breakdown === undefined ||
        breakdown.metrics.every(({ cells }) => cells.length === 0) ? (
        <Card title={t('experimentTab.segments')}>
          <EmptyState title={t('experiment.noCells')}>{t('experiment.noCellsHint')}</EmptyState>
        </Card>
      ) : (
        <BreakdownView experiment={experiment} results={answer.data} breakdown={breakdown} method={method} />
      )}
    </>
  );
}
