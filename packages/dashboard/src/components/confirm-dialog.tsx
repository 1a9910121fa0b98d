import { Button, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import css from './confirm-dialog.module.css';
import { ErrorState } from './error-state.tsx';

export interface ConfirmDialogProps {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** What will happen. */
  children: ReactNode;
  /** What the button that does it says. */
  confirm: string;
  cancel?: string;
  /** Something has still to be said or typed. */
  disabled?: boolean;
  /** Nothing is asked in it: it is narrow, and Enter cancels. */
  brief?: boolean;
  /** It takes something away, or passes over a refusal. */
  grave?: boolean;
  pending: boolean;
  error: Error | null;
  onConfirm: () => void;
}

/** Asks before something that others notice: what happens, what is still needed, and the verb on the button. */
export function ConfirmDialog({
  opened,
  onClose,
  title,
  children,
  confirm,
  cancel,
  disabled,
  brief,
  grave,
  pending,
  error,
  onConfirm,
}: ConfirmDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={brief ? 'md' : 'lg'}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!disabled) onConfirm();
        }}
      >
        {children}
        {error && <ErrorState error={error} />}
        <div className={css.buttons}>
          <Button variant="default" onClick={onClose} {...(brief && { 'data-autofocus': true })}>
            {cancel ?? t('action.cancel')}
          </Button>
          <Button type="submit" color={grave ? 'red.8' : undefined} disabled={disabled} loading={pending}>
            {confirm}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
