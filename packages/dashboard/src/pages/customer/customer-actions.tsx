import { Button, Modal, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconDownload, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useEraseCustomer, useExportCustomer } from '../../api/customers.ts';
import { ErrorState } from '../../components/error-state.tsx';
import css from './customer-actions.module.css';

/** Export everything known about the customer; erase them after their id was typed. */
export function CustomerActions({ id }: { id: string }) {
  const { t } = useTranslation();
  const [opened, dialog] = useDisclosure();
  const exporting = useExportCustomer(id);
  return (
    <>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconDownload size={14} />}
        loading={exporting.isPending}
        onClick={() => exporting.mutate()}
      >
        {t('customer.export')}
      </Button>
      <Button variant="default" size="xs" leftSection={<IconTrash size={14} />} onClick={dialog.open}>
        {t('customer.erase')}
      </Button>
      {exporting.error && <ErrorState error={exporting.error} onRetry={() => exporting.mutate()} />}
      <Modal
        opened={opened}
        onClose={dialog.close}
        title={t('customer.eraseTitle')}
        closeButtonProps={{ 'aria-label': t('action.close') }}
      >
        <EraseForm id={id} onCancel={dialog.close} />
      </Modal>
    </>
  );
}

function EraseForm({ id, onCancel }: { id: string; onCancel: () => void }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const [typed, setTyped] = useState('');
  const erasing = useEraseCustomer(id);
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (typed !== id) return;
        erasing.mutate(undefined, { onSuccess: () => navigate('/customers') });
      }}
    >
      <p>{t('customer.eraseText')}</p>
      <TextInput
        label={t('customer.eraseConfirm', { id })}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        autoComplete="off"
        data-autofocus
      />
      {erasing.error && <ErrorState error={erasing.error} />}
      <div className={css.buttons}>
        <Button variant="default" onClick={onCancel}>
          {t('action.cancel')}
        </Button>
        <Button type="submit" color="red.8" disabled={typed !== id} loading={erasing.isPending}>
          {t('customer.eraseDo')}
        </Button>
      </div>
    </form>
  );
}
