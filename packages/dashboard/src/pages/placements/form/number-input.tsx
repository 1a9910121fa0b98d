import { NumberInput as Input } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export interface NumberInputProps {
  label: string;
  /** The label is for screen readers only: the row says it already. */
  labelHidden?: boolean;
  hint?: string;
  value: number | undefined;
  /** Undefined when the field is empty. */
  onChange: (value: number | undefined) => void;
  error?: string;
  whole?: boolean;
  className?: string;
}

/** A number; the server says whether it will do, so nothing typed is changed. */
export function NumberInput({
  label,
  labelHidden,
  hint,
  value,
  onChange,
  error,
  whole,
  className,
}: NumberInputProps) {
  const { i18n } = useTranslation();
  return (
    <Input
      {...(labelHidden ? { 'aria-label': label } : { label })}
      description={hint}
      value={value ?? ''}
      error={error}
      allowDecimal={!whole}
      decimalSeparator={i18n.language === 'pt-BR' ? ',' : '.'}
      allowedDecimalSeparators={['.', ',']}
      decimalScale={whole ? 0 : 9}
      hideControls
      className={className}
      onChange={(next) => onChange(typeof next === 'number' ? next : next === '' ? undefined : Number(next))}
    />
  );
}
