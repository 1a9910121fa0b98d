import { TextInput } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Format } from '../../../format/format.ts';
import { useFormat } from '../../../format/use-format.ts';
import { type NumberRule, readNumber } from './number-rule.ts';

/** A number that may be left out; says at once when it is none or out of bounds. */
export function NumberField({
  label,
  hint,
  rule,
  value,
  onChange,
  refusal,
}: {
  label: string;
  hint?: string;
  rule: NumberRule;
  value: string;
  onChange: (value: string) => void;
  /** What the server said of it. */
  refusal?: string | undefined;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { problem } = readNumber(value, rule);
  return (
    <TextInput
      label={label}
      description={hint}
      inputMode={rule.whole ? 'numeric' : 'decimal'}
      value={value}
      error={problem ? words(t, format, problem, rule) : refusal}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function words(
  t: TFunction,
  format: Format,
  problem: 'notNumber' | 'whole' | 'range',
  { min, above, max }: NumberRule,
): string {
  if (problem !== 'range') return t(`modelForm.${problem}`);
  if (above !== undefined) return t('modelForm.above', { min: format.exact(above), max: format.exact(max) });
  return max === undefined
    ? t('modelForm.atLeast', { min: format.exact(min) })
    : t('modelForm.between', { min: format.exact(min), max: format.exact(max) });
}
