import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { champion, useModel, useRollback } from '../../../api/models.ts';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { ReasonField, reasonOf } from './reason-field.tsx';

/** Puts the champion before this one back, after a look at what that means; says what serves afterwards. */
export function RollbackButton({ name }: { name: string }) {
  const { t } = useTranslation();
  const [opened, dialog] = useDisclosure();
  const [reason, setReason] = useState('');
  const rolling = useRollback(name);
  const from = useModel(name).data?.aliases.find(({ alias }) => alias === champion)?.version;
  const done = rolling.data;
  return (
    <>
      <span role="status" className={done && !opened ? undefined : 'visually-hidden'}>
        {done &&
          !opened &&
          (done.version === null ? t('model.rolledToNothing') : t('model.rolled', { version: done.version }))}
      </span>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconArrowBackUp size={14} />}
        disabled={from === undefined}
        title={from === undefined ? t('model.noRoll') : undefined}
        onClick={dialog.open}
      >
        {t('model.roll')}
      </Button>
      <ConfirmDialog
        opened={opened}
        grave
        onClose={dialog.close}
        title={t('model.rollTitle', { name })}
        confirm={t('model.rollDo')}
        pending={rolling.isPending}
        error={rolling.error}
        onConfirm={() => rolling.mutate(reasonOf(reason), { onSuccess: dialog.close })}
      >
        <p>{t('model.rollText', { from })}</p>
        <ReasonField value={reason} onChange={setReason} />
      </ConfirmDialog>
    </>
  );
}
