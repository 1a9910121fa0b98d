import { Button, Menu } from '@mantine/core';
import { IconBell, IconZzz } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Alert, useSnooze } from '../../api/alerts.ts';
import { useFormat } from '../../format/use-format.ts';

const hours = [1, 8, 24, 168];

/** Keeps an alert quiet for a while, or wakes it. */
export function SnoozeMenu({ alert, snooze }: { alert: Alert; snooze: ReturnType<typeof useSnooze> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const pending = snooze.isPending && snooze.variables.id === alert.id;
  if (alert.snoozedUntil !== null) {
    return (
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconBell size={14} aria-hidden="true" />}
        loading={pending}
        onClick={() => snooze.mutate({ id: alert.id, until: null })}
      >
        {t('alerts.wake')}
      </Button>
    );
  }
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconZzz size={14} aria-hidden="true" />}
          loading={pending}
        >
          {t('alerts.snooze')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {hours.map((one) => (
          <Menu.Item
            key={one}
            onClick={() => snooze.mutate({ id: alert.id, until: Date.now() + one * 3_600_000 })}
          >
            {t('alerts.snoozeFor', { span: format.span(one * 3_600) })}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
