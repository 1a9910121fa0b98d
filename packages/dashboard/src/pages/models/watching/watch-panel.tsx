import { Skeleton } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { champion, type Model, useWatch, useWatchSeries } from '../../../api/models.ts';
import { useUrlState } from '../../../api/use-url-state.ts';
import { Card } from '../../../components/card.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { FilterBar, SelectFilter } from '../../../components/filter-bar.tsx';
import { type ReliabilityLine, ReliabilityLines } from '../curves/reliability-chart.tsx';
import css from '../shared/shared.module.css';
import { CalibrationChart } from './calibration-chart.tsx';
import { DelayChart } from './delay-chart.tsx';
import { DriftChart } from './drift-chart.tsx';
import { MissingCard } from './missing-card.tsx';
import { ProblemsCard } from './problems-card.tsx';
import { RewardChart } from './reward-chart.tsx';
import { ScoreChart } from './score-chart.tsx';
import { ScoreDriftChart } from './score-drift-chart.tsx';
import { ShadowCard } from './shadow-card.tsx';
import { WatchFigures } from './watch-figures.tsx';
import { wilson } from './wilson.ts';

const spans = [
  { hours: 24, name: 'modelSpan.day' },
  { hours: 72, name: 'modelSpan.threeDays' },
  { hours: 168, name: 'modelSpan.week' },
  { hours: 336, name: 'modelSpan.twoWeeks' },
] as const;
const usual = 168;

/** How a version fares in service: what is beyond its limits, what it earns, whether its world has moved. */
export function WatchPanel({ name, model }: { name: string; model: Model | undefined }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useUrlState('version');
  const [span, setSpan] = useUrlState('hours');
  const hours = spans.find((one) => String(one.hours) === span)?.hours ?? usual;
  const period = t(spans.find((one) => one.hours === hours)?.name ?? 'modelSpan.week');
  const serving = model?.aliases.find(({ alias }) => alias === champion)?.version;
  const version = Number(chosen) || serving || model?.versions[0]?.version;
  const watch = useWatch(name, version, hours);
  const series = useWatchSeries(name, version, hours / 24);
  const report = watch.data?.report;
  const live = useMemo(
    (): ReliabilityLine[] => [
      {
        key: 'live',
        name: t('modelWatch.reliability'),
        bins: (report?.calibration.points ?? []).map(({ predicted, observed, slots }) => {
          const [low, high] = wilson(observed, slots);
          return { predicted, observed, low, high, count: slots };
        }),
      },
    ],
    [report, t],
  );
  if (model === undefined) return <Skeleton height={320} />;
  if (version === undefined) {
    return (
      <Card title={t('model.tabWatching')}>
        <EmptyState title={t('modelWatch.noneYet')} />
      </Card>
    );
  }
  const error = watch.error ?? series.error;
  const scoresOnly = model.versions
    .find((one) => one.version === version)
    ?.aliases.some((alias) => alias === 'shadow' || alias === 'challenger');
  return (
    <div className={css.form}>
      <FilterBar>
        <SelectFilter
          label={t('modelWatch.version')}
          value={String(version)}
          options={model.versions.map((one) => ({
            value: String(one.version),
            label: [
              t('model.versionNumber', { version: one.version }),
              ...one.aliases.map((alias) => t(`modelAlias.${alias}`, { defaultValue: alias })),
            ].join(', '),
          }))}
          onChange={(value) => setChosen(Number(value) === serving ? '' : value)}
        />
        <SelectFilter
          label={t('modelWatch.span')}
          value={String(hours)}
          options={spans.map((one) => ({ value: String(one.hours), label: t(one.name) }))}
          onChange={(value) => setSpan(value === String(usual) ? '' : value)}
        />
      </FilterBar>
      {error ? (
        <ErrorState
          error={error}
          onRetry={() => {
            void watch.refetch();
            void series.refetch();
          }}
        />
      ) : (
        <>
          <WatchFigures report={report} limit={model.limits.watch.drift} />
          {version === serving && <ProblemsCard model={`${name}@${version}`} problems={model.problems} />}
          {scoresOnly && <ShadowCard name={name} version={version} />}
          {report?.decisions === 0 ? (
            <Card title={t('model.tabWatching')}>
              <EmptyState title={t('modelWatch.none', { version })}>{t('modelWatch.noneHint')}</EmptyState>
            </Card>
          ) : (
            <>
              <RewardChart name={name} series={series.data} />
              <div className={css.columns}>
                <DriftChart report={report} limit={model.limits.watch.drift} />
                <ScoreChart report={report} series={series.data} period={period} />
                <ScoreDriftChart series={series.data} limit={model.limits.watch.drift} />
                <MissingCard model={`${name}@${version}`} report={report} />
                <CalibrationChart series={series.data} />
                <ReliabilityLines title={t('modelWatch.reliability')} lines={live} />
                <DelayChart report={report} />
              </div>
            </>
          )}
        </>
      )}
    </div>
  );
}
