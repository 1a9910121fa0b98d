import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRemoveAlias } from '../../../api/models.ts';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { ReasonField, reasonOf } from './reason-field.tsx';

/** Takes an alias away, after saying what falls back. */
export function DropAliasDialog({
  name,
  version,
  alias,
  onClose,
}: {
  name: string;
  version: number;
  alias: string;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const removing = useRemoveAlias(name);
  const words = t(`modelAlias.${alias}`, { defaultValue: alias });
  return (
    <ConfirmDialog
      opened
      grave
      onClose={onClose}
      title={t('model.dropTitle', { version, alias: words })}
      confirm={t('model.dropDo')}
      pending={removing.isPending}
      error={removing.error}
      onConfirm={() => removing.mutate({ alias, ...reasonOf(reason) }, { onSuccess: onClose })}
    >
      <p>{t('model.dropText', { alias: words })}</p>
      <ReasonField value={reason} onChange={setReason} />
    </ConfirmDialog>
  );
}
