import { Button, CopyButton, Modal, Select, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMayEditAlerts } from '../../api/alerts.ts';
import { useCreateShare, useRevokeShare, useShares } from '../../api/boards.ts';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { Tag } from '../../components/tag.tsx';
import { useFormat } from '../../format/use-format.ts';
import css from './boards.module.css';

const days = [1, 7, 30, 90, 365];

/** Who sees the board: people who sign in, and whoever has a link. */
export function ShareDialog({
  id,
  shared,
  onShare,
  onClose,
}: {
  id: string;
  shared: boolean;
  onShare: (shared: boolean) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const mayLink = useMayEditAlerts();
  const { data, error } = useShares(id, true);
  const [create, revoke] = [useCreateShare(id), useRevokeShare(id)];
  const [span, setSpan] = useState('7');
  const link = create.data && `${location.origin}/shared/${create.data.token}`;
  const failed = error ?? create.error ?? revoke.error;
  const now = Date.now();
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={t('share.title')}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <div className={css.stack}>
        <Switch
          label={t('share.everyone')}
          checked={shared}
          onChange={({ currentTarget }) => onShare(currentTarget.checked)}
        />
        {mayLink && (
          <div className={css.row} style={{ alignItems: 'end' }}>
            <Select
              label={t('share.expires')}
              allowDeselect={false}
              value={span}
              data={days.map((one) => ({ value: String(one), label: format.span(one * 86_400) }))}
              onChange={(next) => setSpan(next ?? span)}
            />
            <Button loading={create.isPending} onClick={() => create.mutate(Number(span))}>
              {t('share.create')}
            </Button>
          </div>
        )}
        {link && (
          <div className={css.row} style={{ alignItems: 'end' }}>
            <TextInput
              style={{ flex: 1 }}
              readOnly
              label={t('share.link')}
              description={t('share.once')}
              value={link}
            />
            <CopyButton value={link}>
              {({ copied, copy }) => (
                <Button variant="default" onClick={copy}>
                  {copied ? t('action.copied') : t('action.copy')}
                </Button>
              )}
            </CopyButton>
          </div>
        )}
        {failed && <ErrorState error={failed} />}
        <DataTable
          caption={t('share.links')}
          rows={data}
          rowKey={(share) => share.id}
          expectedRows={1}
          columns={[
            { key: 'by', name: t('share.by'), cell: ({ author }) => author.name },
            {
              key: 'until',
              name: t('share.until'),
              width: '200px',
              cell: ({ expiresAt, revokedAt }) =>
                revokedAt !== null ? (
                  <Tag>{t('share.revoked')}</Tag>
                ) : Date.parse(expiresAt) <= now ? (
                  <Tag>{t('share.expired')}</Tag>
                ) : (
                  format.date(Date.parse(expiresAt))
                ),
            },
            {
              key: 'revoke',
              name: '',
              width: '110px',
              cell: (share) =>
                mayLink &&
                share.revokedAt === null &&
                Date.parse(share.expiresAt) > now && (
                  <Button variant="default" size="compact-sm" onClick={() => revoke.mutate(share.id)}>
                    {t('share.revoke')}
                  </Button>
                ),
            },
          ]}
          empty={<EmptyState title={t('share.none')} />}
        />
      </div>
    </Modal>
  );
}
