import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { champion, useGates, useSetAlias } from '../../../api/models.ts';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { GatesTable } from '../shared/gates-table.tsx';
import { ReasonField, reasonOf } from './reason-field.tsx';

/**
 * Makes a version champion: shows how it stands at each gate now. Where one refuses, an override needs a reason
 * and the version's name typed.
 */
export function PromoteDialog({
  name,
  version,
  onClose,
}: {
  name: string;
  version: number;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const judged = useGates(name, version, true);
  const setting = useSetAlias(name);
  const reference = `${name}@${version}`;
  const refused = judged.data?.passed === false;
  const failed = judged.data?.gates.filter(({ passed }) => !passed).length ?? 0;
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      grave={refused}
      title={t('model.promoteTitle', { version })}
      confirm={refused ? t('model.overrideDo') : t('model.promoteDo')}
      disabled={judged.data === undefined || (refused && (reason.trim() === '' || typed !== reference))}
      pending={setting.isPending}
      error={setting.error}
      onConfirm={() =>
        setting.mutate(
          { alias: champion, version, ...reasonOf(reason), ...(refused ? { override: true } : {}) },
          { onSuccess: onClose },
        )
      }
    >
      <p>{t('model.promoteText')}</p>
      {judged.error ? (
        <ErrorState error={judged.error} onRetry={() => judged.refetch()} />
      ) : (
        <>
          <p role="status">
            {judged.data === undefined
              ? t('model.judging')
              : refused
                ? t('modelGate.someFailed', { count: failed })
                : t('modelGate.allPassed')}
          </p>
          <GatesTable gates={judged.data?.gates} />
        </>
      )}
      {refused && <p>{t('model.overrideText')}</p>}
      <ReasonField value={reason} onChange={setReason} required={refused} />
      {refused && (
        <TextInput
          label={t('model.overrideConfirm', { name: reference })}
          value={typed}
          autoComplete="off"
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
    </ConfirmDialog>
  );
}
