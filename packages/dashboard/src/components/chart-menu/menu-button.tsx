import { Button } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';

type Rest = Omit<ComponentProps<'button'>, 'title' | 'color'>;

/** The three dots in a chart's head. Passes on what a menu gives its target. */
export function MenuButton({ title, ...rest }: { title: string } & Rest) {
  const { t } = useTranslation();
  return (
    <Button
      variant="subtle"
      color="gray"
      size="compact-sm"
      aria-label={t('chart.menuOf', { title })}
      aria-haspopup="menu"
      {...rest}
    >
      <IconDots size={16} aria-hidden="true" />
    </Button>
  );
}
