import { Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useResetPolicy } from '../../../api/placements.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import css from './learnt.module.css';

/** Lets a policy forget, after the placement's name was typed: this cannot be undone. */
export function ResetDialog({
  placement,
  segment,
  onClose,
}: {
  placement: string;
  segment: string | null;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const resetting = useResetPolicy(placement);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('learnt.resetTitle')}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (typed === placement) resetting.mutate(segment, { onSuccess: onClose });
        }}
      >
        <p>{t('learnt.resetText')}</p>
        <TextInput
          label={t('learnt.resetConfirm', { name: placement })}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
          data-autofocus
        />
        {resetting.error && <ErrorState error={resetting.error} />}
        <div className={css.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" color="red.8" disabled={typed !== placement} loading={resetting.isPending}>
            {t('learnt.resetDo')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
