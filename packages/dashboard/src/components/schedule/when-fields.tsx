import { Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type When, weekdayName, writeCron } from './when.ts';

const oftens = ['day', 'week', 'month', 'custom'] as const;

/** When something is done by the clock, in words instead of a pattern. */
export function WhenFields({
  when,
  disabled,
  onChange,
}: {
  when: When;
  disabled: boolean;
  onChange: (when: When) => void;
}) {
  const { t, i18n } = useTranslation();
  const set = (change: Partial<When>) => onChange({ ...when, ...change });
  return (
    <>
      <Select
        label={t('reportForm.often')}
        disabled={disabled}
        allowDeselect={false}
        data={oftens.map((value) => ({ value, label: t(`reportOften.${value}`) }))}
        value={when.often}
        onChange={(often) => set({ often: (often ?? 'week') as When['often'], cron: writeCron(when) })}
      />
      {when.often === 'week' && (
        <Select
          label={t('reportForm.weekday')}
          disabled={disabled}
          allowDeselect={false}
          data={[1, 2, 3, 4, 5, 6, 0].map((day) => ({
            value: String(day),
            label: weekdayName(day, i18n.language),
          }))}
          value={String(when.weekday)}
          onChange={(weekday) => set({ weekday: Number(weekday) })}
        />
      )}
      {when.often === 'month' && (
        <Select
          label={t('reportForm.monthDay')}
          disabled={disabled}
          allowDeselect={false}
          data={Array.from({ length: 31 }, (_, i) => String(i + 1))}
          value={String(when.monthDay)}
          onChange={(day) => set({ monthDay: Number(day) })}
        />
      )}
      {when.often === 'custom' ? (
        <TextInput
          label={t('reportForm.cron')}
          disabled={disabled}
          value={when.cron}
          onChange={({ currentTarget }) => set({ cron: currentTarget.value })}
        />
      ) : (
        <TextInput
          type="time"
          label={t('reportForm.time')}
          disabled={disabled}
          value={when.time}
          onChange={({ currentTarget }) => set({ time: currentTarget.value })}
        />
      )}
    </>
  );
}
