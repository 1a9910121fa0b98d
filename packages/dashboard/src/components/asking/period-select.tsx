import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import css from './asking.module.css';
import { daysOf, presets, rangeOf } from './period.ts';

const firstDay = '1970-01-01';
const lastDay = '2099-12-31';

/** Which time is asked about: a usual length up to now, or days of one's own. */
export function PeriodSelect({
  value,
  timeZone,
  label,
  fallback = '30d',
  onChange,
}: {
  /** See {@link rangeOf}; empty: the fallback. */
  value: string;
  timeZone: string;
  label: string;
  fallback?: string;
  onChange: (period: string) => void;
}) {
  const { t } = useTranslation();
  const own = value.includes('..');
  const [first, last] = daysOf(rangeOf(value, timeZone, Date.now(), fallback), timeZone);
  const setDays = (from: string, to: string) => onChange(from <= to ? `${from}..${to}` : `${to}..${from}`);
  return (
    <div className={css.period}>
      <Select
        className={css.preset}
        size="xs"
        label={label}
        allowDeselect={false}
        value={own ? 'own' : value || fallback}
        data={[
          ...presets.map((preset) => ({ value: preset as string, label: t(`asking.last.${preset}`) })),
          { value: 'own', label: t('asking.ownDays') },
        ]}
        onChange={(next) =>
          next === 'own' ? setDays(first, last) : onChange(next === fallback || next === null ? '' : next)
        }
      />
      {own && (
        <>
          <DayField
            label={t('asking.firstDay')}
            value={first}
            max={last}
            onChange={(day) => setDays(day, last)}
          />
          <DayField
            label={t('asking.lastDay')}
            value={last}
            min={first}
            onChange={(day) => setDays(first, day)}
          />
        </>
      )}
    </div>
  );
}

/**
 * Keeps what is typed until it is a day that can be asked for, since a year comes digit by digit. Days beyond the
 * other end of the period are taken when the field is left.
 */
function DayField({
  label,
  value,
  min = firstDay,
  max = lastDay,
  onChange,
}: {
  label: string;
  value: string;
  min?: string;
  max?: string;
  onChange: (day: string) => void;
}) {
  const [typed, setTyped] = useState<string>();
  return (
    <TextInput
      className={css.day}
      size="xs"
      type="date"
      label={label}
      value={typed ?? value}
      min={firstDay}
      max={lastDay}
      onChange={({ currentTarget: { value: day } }) => {
        setTyped(day);
        if (day >= min && day <= max) onChange(day);
      }}
      onBlur={() => {
        if (typed !== undefined && typed >= firstDay && typed <= lastDay) onChange(typed);
        setTyped(undefined);
      }}
    />
  );
}
