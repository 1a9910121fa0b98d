import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { usePlacements } from '../../api/customers.ts';
import {
  type PlacementChange,
  type StoredPlacement,
  useMayEditPlacements,
  usePutPlacement,
} from '../../api/placements.ts';
import { Card } from '../../components/card.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { Page } from '../../components/page.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { RemovedNotice } from '../../components/removed-notice.tsx';
import { Tag } from '../../components/tag.tsx';
import css from './placements.module.css';
import { removedKey } from './removed-key.ts';

/** Every slot of the shop: what serves it, and whether it does. */
export function PlacementList() {
  const { t } = useTranslation();
  const { data, error, refetch } = usePlacements();
  const mayEdit = useMayEditPlacements();
  const restoring = usePutPlacement();
  const add = mayEdit && (
    <Button component={Link} href="/placements/new" size="xs" leftSection={<IconPlus size={14} />}>
      {t('placements.new')}
    </Button>
  );
  return (
    <Page title={t('section.placements')} bar={add}>
      <RemovedNotice<PlacementChange>
        removedKey={removedKey}
        words={({ settings }) => t('placements.removed', { title: settings.title })}
        restoring={restoring}
      />
      <Card title={t('section.placements')} unit={t('placements.unit')}>
        {error ? (
          <ErrorState error={error} onRetry={() => refetch()} />
        ) : (
          <DataTable<StoredPlacement>
            caption={t('section.placements')}
            rows={data?.data}
            rowKey={({ name }) => name}
            file={{}}
            columns={[
              {
                key: 'name',
                name: t('placements.placement'),
                file: {
                  value: ({ name, title, enabled }) =>
                    [`${title} (${name})`, ...(enabled ? [] : [t('placements.off')])].join(', '),
                },
                cell: ({ name, title, enabled }) => (
                  <span className={css.name}>
                    <Link className={css.link} href={`/placements/${encodeURIComponent(name)}`}>
                      {title}
                    </Link>
                    <code className={css.muted}>{name}</code>
                    {!enabled && <Tag tone="warn">{t('placements.off')}</Tag>}
                  </span>
                ),
              },
              {
                key: 'policy',
                name: t('placements.policy'),
                width: '230px',
                cell: ({ policy, segmentPolicies = [] }) => (
                  <>
                    {t(`policyKind.${policy.kind}`)}
                    {segmentPolicies.length > 0 && (
                      <span className={css.second}>
                        {t('placements.segments', { count: segmentPolicies.length })}
                      </span>
                    )}
                  </>
                ),
              },
              {
                key: 'ranker',
                name: t('placements.ranker'),
                width: '160px',
                secondary: true,
                cell: ({ ranker }) => <code>{ranker}</code>,
              },
              {
                key: 'sources',
                name: t('placements.sources'),
                file: {
                  value: ({ sources }) => sources.map(({ name }) => t(`sourceName.${name}`)).join(', '),
                },
                width: '300px',
                secondary: true,
                cell: ({ sources }) => (
                  <span className={css.tags}>
                    {sources.map(({ name }) => (
                      <Tag key={name}>{t(`sourceName.${name}`)}</Tag>
                    ))}
                  </span>
                ),
              },
              {
                key: 'changed',
                name: t('placements.changed'),
                file: { type: 'time', value: ({ updatedAt }) => Date.parse(updatedAt) },
                width: '130px',
                secondary: true,
                cell: ({ updatedAt }) => <RelativeTime at={updatedAt} />,
              },
            ]}
            empty={
              <EmptyState title={t('placements.none')} action={add || undefined}>
                {t('placements.noneHint')}
              </EmptyState>
            }
          />
        )}
      </Card>
    </Page>
  );
}
