import { Button } from '@mantine/core';
import { IconColumns } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import type { Model, ModelVersion } from '../../../api/models.ts';
import { useUrlState } from '../../../api/use-url-state.ts';
import { Card } from '../../../components/card.tsx';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { isShare, mainMetric, metricName, metricValue } from '../../../components/model-words/metrics.ts';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { Tag } from '../../../components/tag.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { AliasTags } from '../shared/alias-tags.tsx';
import { modelPath } from '../shared/crumbs.tsx';
import css from '../shared/shared.module.css';
import { sortVersions } from './sort-versions.ts';
import { VersionMenu } from './version-menu.tsx';

const mostCompared = 4;

/** Every version with its figures; ordered by a click on a heading, compared by ticking. */
export function VersionsCard({ name, model, may }: { name: string; model: Model | undefined; may: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [, navigate] = useLocation();
  const [sort, setSort] = useUrlState('sort');
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const descending = sort.startsWith('-') || sort === '';
  const key = sort.replace(/^-/, '') || 'version';
  const versions = model?.versions;
  const main = versions?.map(({ summary }) => mainMetric(summary)).find((one) => one !== undefined);
  const figures = [main, 'auc', 'expectedCalibrationError', 'coverage'].filter(
    (one, i, all): one is string =>
      one !== undefined && all.indexOf(one) === i && versions?.some(({ summary }) => one in summary) === true,
  );
  const toggle = (version: number) =>
    setChosen(chosen.includes(version) ? chosen.filter((one) => one !== version) : [...chosen, version]);
  const columns: Column<ModelVersion>[] = [
    {
      key: 'choose',
      name: '',
      width: '28px',
      cell: ({ version }) => (
        <input
          type="checkbox"
          className={css.box}
          aria-label={t('model.choose', { version })}
          checked={chosen.includes(version)}
          disabled={!chosen.includes(version) && chosen.length >= mostCompared}
          onChange={() => toggle(version)}
        />
      ),
    },
    {
      key: 'version',
      name: t('model.version'),
      file: {
        value: ({ version, aliases }) =>
          [
            t('model.versionNumber', { version }),
            ...aliases.map((alias) => t(`modelAlias.${alias}`, { defaultValue: alias })),
          ].join(', '),
      },
      sortable: true,
      cell: ({ version, aliases }) => (
        <span className={css.tags}>
          <Link href={modelPath(name, 'versions', version)}>{t('model.versionNumber', { version })}</Link>
          <AliasTags aliases={aliases} />
        </span>
      ),
    },
    {
      key: 'kind',
      name: t('model.kind'),
      file: {
        value: ({ kind, state }) =>
          [t(`modelKind.${kind}`), ...(state === 'removed' ? [t('model.removed')] : [])].join(', '),
      },
      sortable: true,
      secondary: true,
      cell: ({ kind, state }) => (
        <span className={css.tags}>
          {t(`modelKind.${kind}`)}
          {state === 'removed' && (
            <Tag tone="warn" title={t('model.removedHint')}>
              {t('model.removed')}
            </Tag>
          )}
        </span>
      ),
    },
    {
      key: 'tags',
      name: t('model.tags'),
      file: { value: ({ tags }) => tags.join(', ') },
      secondary: true,
      cell: ({ tags }) => (
        <span className={css.tags}>
          {tags.map((tag) => (
            <Tag key={tag}>{tag}</Tag>
          ))}
        </span>
      ),
    },
    ...figures.map((figure, i) => ({
      key: figure,
      name: metricName(t, figure),
      file: {
        type: 'number' as const,
        unit: { style: isShare(figure) ? ('percent' as const) : ('number' as const) },
        value: ({ summary }: ModelVersion) => summary[figure],
      },
      sortable: true,
      numeric: true,
      secondary: i > 0,
      cell: ({ summary }: ModelVersion) => metricValue(format, figure, summary[figure]),
    })),
    {
      key: 'createdAt',
      name: t('model.made'),
      file: { type: 'time', value: ({ createdAt }) => Date.parse(createdAt) },
      sortable: true,
      numeric: true,
      secondary: true,
      cell: ({ createdAt }) => <RelativeTime at={createdAt} />,
    },
    ...(may
      ? [
          {
            key: 'actions',
            name: '',
            numeric: true,
            width: '32px',
            cell: (version: ModelVersion) => <VersionMenu version={version} />,
          },
        ]
      : []),
  ];
  return (
    <Card
      title={t('model.versions')}
      unit={t('model.versionsUnit')}
      footer={t('model.retention')}
      actions={
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconColumns size={14} />}
          disabled={chosen.length < 2}
          title={chosen.length < 2 ? t('model.compareHint') : undefined}
          onClick={() => {
            const ordered = [...chosen].sort((a, b) => a - b).join(',');
            navigate(`${modelPath(name, 'compare')}?versions=${ordered}`);
          }}
        >
          {chosen.length < 2 ? t('modelCompare.title') : t('model.compare', { count: chosen.length })}
        </Button>
      }
    >
      <DataTable<ModelVersion>
        caption={t('model.versions')}
        columns={columns}
        rows={versions && sortVersions(versions, key, descending)}
        rowKey={({ version }) => String(version)}
        file={{}}
        sort={{
          key,
          descending,
          onChange: (next) => setSort(next === key && descending ? next : `-${next}`),
        }}
        detail={({ notes }) => (notes === '' ? null : <span className={css.muted}>{firstLine(notes)}</span>)}
        empty={null}
      />
    </Card>
  );
}

const longest = 160;

function firstLine(notes: string): string {
  const line = notes.split('\n', 1)[0];
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}
