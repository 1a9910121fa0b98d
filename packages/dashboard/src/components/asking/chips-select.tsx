import { Autocomplete, CloseButton, Select } from '@mantine/core';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import css from './asking.module.css';

interface Option {
  value: string;
  label: string;
}

interface ChipsProps {
  label: string;
  /** Leaves the label to screen readers. */
  quiet?: boolean;
  values: readonly string[];
  onChange: (values: string[]) => void;
  nameOf: (value: string) => string;
  /** The field that adds one. */
  children: React.ReactNode;
}

function Chips({ label, quiet, values, onChange, nameOf, children }: ChipsProps) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <fieldset className={css.field} aria-labelledby={id} style={{ border: 0, padding: 0, margin: 0 }}>
      <span id={id} className={quiet ? 'visually-hidden' : css.label}>
        {label}
      </span>
      <div className={css.chips}>
        {values.map((value) => (
          <span key={value} className={css.chip}>
            <span title={nameOf(value)}>{nameOf(value)}</span>
            <CloseButton
              size="xs"
              aria-label={t('asking.remove', { name: nameOf(value) })}
              onClick={() => onChange(values.filter((one) => one !== value))}
            />
          </span>
        ))}
        {children}
      </div>
    </fieldset>
  );
}

/** Several of the known options, in the order in which they were chosen. */
export function ChipsSelect({
  label,
  add,
  values,
  options,
  max,
  onChange,
}: {
  label: string;
  /** What the field that adds one says. */
  add: string;
  values: readonly string[];
  options: readonly Option[];
  max: number;
  onChange: (values: string[]) => void;
}) {
  const names = new Map(options.map((option) => [option.value, option.label]));
  return (
    <Chips label={label} values={values} onChange={onChange} nameOf={(value) => names.get(value) ?? value}>
      {values.length < max && (
        <Select
          className={css.adder}
          size="xs"
          searchable
          aria-label={add}
          placeholder={add}
          value={null}
          data={options.filter(({ value }) => !values.includes(value))}
          onChange={(value) => value !== null && onChange([...values, value])}
        />
      )}
    </Chips>
  );
}

/** Several texts, suggested or typed; Enter adds one. */
export function ChipsInput({
  label,
  quiet,
  add,
  values,
  suggestions,
  nameOf = String,
  onChange,
}: {
  label: string;
  quiet?: boolean;
  add: string;
  values: readonly string[];
  suggestions: readonly string[];
  nameOf?: (value: string) => string;
  onChange: (values: string[]) => void;
}) {
  const [typed, setTyped] = useState('');
  const take = (text: string) => {
    const value = text.trim();
    setTyped('');
    if (value !== '' && !values.includes(value)) onChange([...values, value]);
  };
  return (
    <Chips label={label} quiet={quiet} values={values} onChange={onChange} nameOf={nameOf}>
      <Autocomplete
        className={css.adder}
        size="xs"
        aria-label={add}
        placeholder={add}
        value={typed}
        onChange={setTyped}
        data={suggestions.filter((one) => !values.includes(one))}
        onOptionSubmit={(value) => {
          take(value);
          // The field writes the option into itself after this.
          queueMicrotask(() => setTyped(''));
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || typed.trim() === '') return;
          event.preventDefault();
          take(typed);
        }}
        onBlur={() => take(typed)}
      />
    </Chips>
  );
}
