import { Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import css from './asking.module.css';
import { daysOf, presets, rangeOf } from './period.ts';

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
  const setDays = (from: string, to: string) => {
    if (from !== '' && to !== '') onChange(from <= to ? `${from}..${to}` : `${to}..${from}`);
  };
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
          <TextInput
            className={css.day}
            size="xs"
            type="date"
            label={t('asking.firstDay')}
            value={first}
            min="1970-01-01"
            max="2099-12-31"
            onChange={(event) => setDays(event.currentTarget.value, last)}
          />
          <TextInput
            className={css.day}
            size="xs"
            type="date"
            label={t('asking.lastDay')}
            value={last}
            min="1970-01-01"
            max="2099-12-31"
            onChange={(event) => setDays(first, event.currentTarget.value)}
          />
        </>
      )}
    </div>
  );
}
