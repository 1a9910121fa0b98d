import { Autocomplete, NumberInput, Select, TagsInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { RuleSubjects } from '../../api/segments.ts';
import { useFormat } from '../../format/use-format.ts';
import { type DraftComparison, valuesOf } from './rule-draft.ts';

/** The fields for a comparison's values, by its type. */
export function ValueFields({
  comparison,
  subjects,
  onChange,
}: {
  comparison: DraftComparison;
  subjects: RuleSubjects | undefined;
  onChange: (values: string[]) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { subject, name, type, op, values } = comparison;
  const count = valuesOf(op);
  if (count === 0) return null;
  const attribute =
    subject === 'attribute' ? subjects?.attributes.find((one) => one.name === name) : undefined;
  const suggested = [...new Set(attribute?.values.map(String) ?? [])];
  if (count === 'many') {
    return (
      <TagsInput
        size="xs"
        label={t('rule.values')}
        value={values}
        onChange={onChange}
        data={suggested}
        clearable
      />
    );
  }
  if (type === 'boolean' && subject === 'attribute') {
    return (
      <Select
        size="xs"
        label={t('rule.value')}
        allowDeselect={false}
        value={values[0] === '' ? null : values[0]}
        onChange={(next) => onChange([next ?? ''])}
        data={[
          { value: 'true', label: t('rule.true') },
          { value: 'false', label: t('rule.false') },
        ]}
      />
    );
  }
  if (type === 'text' && subject === 'attribute') {
    return (
      <Autocomplete
        size="xs"
        label={t('rule.value')}
        limit={50}
        value={values[0] ?? ''}
        onChange={(next) => onChange([next])}
        data={suggested}
      />
    );
  }
  const feature = subject === 'feature' ? subjects?.features.find((one) => one.name === name) : undefined;
  const hint = feature?.quartiles
    ? t('rule.median', { value: format.exact(feature.quartiles[1]) })
    : attribute?.min != null && attribute.max != null
      ? t('rule.range', { min: format.exact(attribute.min), max: format.exact(attribute.max) })
      : undefined;
  const labels = count === 2 ? [t('rule.min'), t('rule.max')] : [t('rule.value')];
  return (
    <>
      {labels.map((label, i) => (
        <NumberInput
          key={label}
          size="xs"
          label={i === 0 && hint ? `${label} (${hint})` : label}
          suffix={subject === 'affinity' ? ' %' : undefined}
          {...(subject === 'affinity' ? { min: 0, max: 100 } : {})}
          hideControls
          value={values[i] ?? ''}
          onChange={(next) => onChange(labels.map((_, k) => (k === i ? String(next) : (values[k] ?? ''))))}
        />
      ))}
    </>
  );
}
