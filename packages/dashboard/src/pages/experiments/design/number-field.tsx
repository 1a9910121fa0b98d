import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { numberText, typedNumber } from '../../../format/typed-number.ts';
import { useFormat } from '../../../format/use-format.ts';

export interface NumberFieldProps {
  label: string;
  description?: string;
  value: number | undefined;
  onChange: (value: number | undefined) => void;
  min: number;
  max: number;
  whole?: boolean;
  /** The number is a fraction and is typed in percent. */
  percent?: boolean;
  required?: boolean;
  disabled?: boolean;
}

/** A number with its bounds; while what is typed is none, the field says so and the value is undefined. */
export function NumberField({
  label,
  description,
  value,
  onChange,
  min,
  max,
  whole = false,
  percent = false,
  required = false,
  disabled,
}: NumberFieldProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const scale = percent ? 100 : 1;
  const shown = value === undefined ? '' : numberText(Number((value * scale).toFixed(6)));
  const [typed, setTyped] = useState<string | undefined>();
  const read = (text: string): number | undefined => {
    const number = typedNumber(text);
    if (number === undefined || (whole && !Number.isInteger(number))) return undefined;
    return number >= min * scale && number <= max * scale ? number / scale : undefined;
  };
  const text = typed ?? shown;
  const isWrong = text.trim() === '' ? required : read(text) === undefined;
  return (
    <TextInput
      label={label}
      description={description}
      inputMode={whole ? 'numeric' : 'decimal'}
      value={text}
      disabled={disabled}
      rightSection={percent ? '%' : undefined}
      error={
        isWrong &&
        t('designField.between', { min: format.exact(min * scale), max: format.exact(max * scale) })
      }
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        onChange(read(event.currentTarget.value));
      }}
      onBlur={() => {
        if (!isWrong) setTyped(undefined);
      }}
    />
  );
}
