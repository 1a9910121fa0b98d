import { Button } from '@mantine/core';
import { IconFileExport } from '@tabler/icons-react';
import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';

export interface ExportButtonProps extends Omit<ComponentProps<'button'>, 'title' | 'color'> {
  title: string;
  /** In the bar of a page instead of a card's head. */
  prominent?: boolean;
  loading?: boolean;
}

/** Opens the menu of a chart's files, or asks for that menu to load. Passes on what a menu gives its target. */
export function ExportButton({ title, prominent = false, ...rest }: ExportButtonProps) {
  const { t } = useTranslation();
  return (
    <Button
      {...(prominent
        ? { variant: 'default', size: 'xs' }
        : { variant: 'subtle', color: 'gray', size: 'compact-sm' })}
      aria-label={t('chart.exportOf', { title })}
      aria-haspopup="menu"
      leftSection={<IconFileExport size={14} aria-hidden="true" />}
      {...rest}
    >
      {t('chart.export')}
    </Button>
  );
}
