import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSetAlias } from '../../../api/models.ts';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { ReasonField, reasonOf } from './reason-field.tsx';

/** Points an alias that does not serve at a version: no gates, only a reason. */
export function AliasDialog({
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
  const setting = useSetAlias(name);
  const words = t(`modelAlias.${alias}`, { defaultValue: alias });
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={t('model.aliasTitle', { version, alias: words })}
      confirm={t('model.aliasDo')}
      pending={setting.isPending}
      error={setting.error}
      onConfirm={() => setting.mutate({ alias, version, ...reasonOf(reason) }, { onSuccess: onClose })}
    >
      <p>{t('model.aliasText')}</p>
      <ReasonField value={reason} onChange={setReason} />
    </ConfirmDialog>
  );
}
