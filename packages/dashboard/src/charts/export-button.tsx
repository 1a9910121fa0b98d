import { Button } from '@mantine/core';
import { IconFileExport } from '@tabler/icons-react';
import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../api/use-may.ts';

export interface ExportButtonProps extends Omit<ComponentProps<'button'>, 'title' | 'color'> {
  title: string;
  /** In the bar of a page instead of a card's head. */
  prominent?: boolean;
  loading?: boolean;
}

/**
 * Opens the menu of a chart's files, or asks for that menu to load. Passes on what a menu gives its target. Who may
 * not have files made, as on a shared board without signing in, does not see it.
 */
export function ExportButton({ title, prominent = false, ...rest }: ExportButtonProps) {
  const { t } = useTranslation();
  const may = useMay('analytics:read');
  if (!may) return null;
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
