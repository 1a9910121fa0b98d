import { Button } from '@mantine/core';
import { IconFileExport } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

/** What opens the menu of a chart's files, before that menu has loaded. */
export function ExportButton({ title, onClick }: { title: string; onClick?: () => void }) {
  const { t } = useTranslation();
  return (
    <Button
      variant="subtle"
      color="gray"
      size="compact-sm"
      aria-label={t('chart.exportOf', { title })}
      aria-haspopup="menu"
      leftSection={<IconFileExport size={14} aria-hidden="true" />}
      onClick={onClick}
    >
      {t('chart.export')}
    </Button>
  );
}
