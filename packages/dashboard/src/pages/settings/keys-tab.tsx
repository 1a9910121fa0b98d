import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Key, useKeys, useRevokeKey } from '../../api/settings.ts';
import { Card } from '../../components/card.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { Tag } from '../../components/tag.tsx';
import { NewKeyForm } from './new-key.tsx';
import { scopeNames } from './scope-names.ts';
import css from './settings.module.css';

/** The keys that programs use: what each may do, and when it was last used. */
export function KeysTab() {
  const { t } = useTranslation();
  const { data, error, refetch } = useKeys();
  const [adding, setAdding] = useState(false);
  const [revoking, setRevoking] = useState<Key>();
  const revoke = useRevokeKey();
  const close = () => {
    revoke.reset();
    setRevoking(undefined);
  };
  // Live ones first; of each the newest.
  const rows =
    data &&
    [...data].sort(
      (a, b) =>
        Number(a.revokedAt !== null) - Number(b.revokedAt !== null) || b.createdAt.localeCompare(a.createdAt),
    );
  return (
    <div className={css.stack}>
      {adding && <NewKeyForm onClose={() => setAdding(false)} />}
      <Card
        title={t('settings.keys')}
        unit={t('keys.unit')}
        actions={
          !adding && (
            <Button size="xs" leftSection={<IconPlus size={14} />} onClick={() => setAdding(true)}>
              {t('keys.new')}
            </Button>
          )
        }
      >
        {error ? (
          <ErrorState error={error} onRetry={() => refetch()} />
        ) : (
          <DataTable<Key>
            caption={t('settings.keys')}
            rows={rows}
            rowKey={({ id }) => id}
            file={{}}
            columns={[
              {
                key: 'name',
                name: t('keys.name'),
                file: {
                  value: ({ name, prefix, revokedAt }) =>
                    [`${name} (${prefix}…)`, ...(revokedAt === null ? [] : [t('keys.revoked')])].join(', '),
                },
                cell: ({ name, prefix, revokedAt }) => (
                  <>
                    {name} {revokedAt !== null && <Tag tone="warn">{t('keys.revoked')}</Tag>}
                    <code className={css.second}>{prefix}…</code>
                  </>
                ),
              },
              {
                key: 'scopes',
                name: t('keys.scopes'),
                file: { value: ({ scopes }) => scopes.join(', ') },
                width: '320px',
                cell: ({ scopes }) => (
                  <span className={css.tags}>
                    {scopes.map((scope) => (
                      <Tag key={scope} title={t(`scope.${scopeNames[scope]}`)}>
                        {scope}
                      </Tag>
                    ))}
                  </span>
                ),
              },
              {
                key: 'origin',
                name: t('keys.origin'),
                width: '110px',
                secondary: true,
                cell: ({ origin }) => t(`origin.${origin}`),
              },
              {
                key: 'used',
                name: t('keys.used'),
                file: {
                  type: 'time',
                  value: ({ lastUsedAt }) => (lastUsedAt === null ? null : Date.parse(lastUsedAt)),
                },
                width: '140px',
                secondary: true,
                cell: ({ lastUsedAt }) =>
                  lastUsedAt === null ? t('keys.neverUsed') : <RelativeTime at={lastUsedAt} />,
              },
              {
                key: 'created',
                name: t('keys.created'),
                file: { type: 'time', value: ({ createdAt }) => Date.parse(createdAt) },
                width: '140px',
                secondary: true,
                cell: ({ createdAt }) => <RelativeTime at={createdAt} />,
              },
              {
                key: 'do',
                name: '',
                width: '96px',
                cell: (key) =>
                  key.revokedAt === null && (
                    <Button
                      size="compact-xs"
                      variant="default"
                      aria-label={t('keys.revokeNamed', { name: key.name })}
                      onClick={() => setRevoking(key)}
                    >
                      {t('keys.revoke')}
                    </Button>
                  ),
              },
            ]}
            empty={<EmptyState title={t('keys.none')}>{t('keys.noneHint')}</EmptyState>}
          />
        )}
      </Card>
      <ConfirmDialog
        brief
        grave
        opened={revoking !== undefined}
        title={t('keys.revokeTitle', { name: revoking?.name ?? '' })}
        confirm={t('keys.revoke')}
        pending={revoke.isPending}
        error={revoke.error}
        onConfirm={() => revoking && revoke.mutate(revoking.id, { onSuccess: close })}
        onClose={close}
      >
        <p>{t('keys.revokeText')}</p>
      </ConfirmDialog>
    </div>
  );
}
