import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

/** Takes one entry out of a list. */
export function RemoveButton({ of, onClick }: { of: string; onClick: () => void }) {
  const { t } = useTranslation();
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="input-sm"
      aria-label={t('placementForm.removeOne', { name: of })}
      onClick={onClick}
    >
      <IconX size={16} aria-hidden="true" />
    </ActionIcon>
  );
}
