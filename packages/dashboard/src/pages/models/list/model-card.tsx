import { Button } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import {
  champion,
  knownAliases,
  type ModelSummary,
  useModel,
  useVersion,
  useWatch,
} from '../../../api/models.ts';
import { useMay } from '../../../api/use-may.ts';
import { Card } from '../../../components/card.tsx';
import { mainMetric, metricName, metricValue } from '../../../components/model-words/metrics.ts';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { Tag } from '../../../components/tag.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { modelPath } from '../shared/crumbs.tsx';
import { type Fact, Facts } from '../shared/facts.tsx';
import css from '../shared/shared.module.css';
import { NextTraining } from './next-training.tsx';

/** Population stability index above which a shift is large. */
const largeDrift = 0.25;

/** One model at a glance. Figures are its champion's, else its newest version's. */
export function ModelCard({ model }: { model: ModelSummary }) {
  const { t } = useTranslation();
  const may = useMay('models:write');
  const { name, versions, latest, aliases } = model;
  const serving = aliases.find(({ alias }) => alias === champion);
  const shown = serving?.version ?? latest.version;
  const detail = useVersion(name, shown).data;
  const schedule = useModel(name).data?.schedule;
  const facts: Fact[] = [
    ...knownAliases.map((alias) => ({
      key: alias,
      name: t(`modelAlias.${alias}`),
      value: <AliasVersion model={model} alias={alias} />,
    })),
    { key: 'metric', name: t('models.metric'), value: detail ? <MainMetric detail={detail} /> : '–' },
    { key: 'made', name: t('models.trained'), value: <RelativeTime at={detail?.createdAt} /> },
    { key: 'range', name: t('models.learnedFrom'), value: detail ? <Range detail={detail} /> : '–' },
    { key: 'drift', name: t('models.drift'), value: <LastDrift name={name} version={serving?.version} /> },
    { key: 'next', name: t('models.next'), value: <NextTraining schedule={schedule} /> },
  ];
  const broken = aliases.filter(({ problem }) => problem !== null);
  return (
    <Card
      title={name}
      unit={t('models.versions', { count: versions })}
      actions={
        <>
          {may && (
            <Button
              component={Link}
              href={modelPath(name, 'train')}
              variant="default"
              size="compact-sm"
              leftSection={<IconPlayerPlay size={14} />}
            >
              {t('models.train')}
            </Button>
          )}
          <Button component={Link} href={modelPath(name)} variant="default" size="compact-sm">
            {t('models.open')}
          </Button>
        </>
      }
    >
      <div className={css.form}>
        {broken.map(({ alias, version, problem }) => (
          <p key={alias} role="alert" className={css.bad}>
            {t('models.notServing', { alias, version, problem })}
          </p>
        ))}
        <Facts facts={facts} />
      </div>
    </Card>
  );
}

function AliasVersion({ model: { name, aliases }, alias }: { model: ModelSummary; alias: string }) {
  const { t } = useTranslation();
  const state = aliases.find((one) => one.alias === alias);
  if (state === undefined) {
    return (
      <span className={css.muted}>{alias === champion ? t('models.noChampion') : t('models.noAlias')}</span>
    );
  }
  return (
    <Link href={modelPath(name, 'versions', state.version)}>
      {t('model.versionNumber', { version: state.version })}
    </Link>
  );
}

function MainMetric({ detail }: { detail: NonNullable<ReturnType<typeof useVersion>['data']> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const key = mainMetric(detail.summary);
  if (key === undefined) return <span className={css.muted}>{t('models.noMetric')}</span>;
  const measured = key.startsWith('ndcg') ? detail.metrics?.methods[0]?.ndcg : undefined;
  return (
    <>
      {metricName(t, key)} {metricValue(format, key, detail.summary[key])}
      {measured && (
        <span className={css.muted}>
          {' '}
          ({metricValue(format, key, measured.low)} – {metricValue(format, key, measured.high)})
        </span>
      )}
    </>
  );
}

function Range({ detail }: { detail: NonNullable<ReturnType<typeof useVersion>['data']> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const range = detail.evaluation?.dataRange;
  return range === undefined ? (
    <span className={css.muted}>{t('models.noRange')}</span>
  ) : (
    <>
      {format.date(new Date(range.from).getTime())} – {format.date(new Date(range.to).getTime())}
    </>
  );
}

function LastDrift({ name, version }: { name: string; version: number | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const worst = useWatch(name, version, 24).data?.report.features[0];
  if (worst === undefined) return <span className={css.muted}>{t('models.noDrift')}</span>;
  return (
    <>
      <code>{worst.name}</code>{' '}
      <Tag tone={worst.psi > largeDrift ? 'warn' : 'neutral'}>{format.fixed(worst.psi, 2)}</Tag>
    </>
  );
}
