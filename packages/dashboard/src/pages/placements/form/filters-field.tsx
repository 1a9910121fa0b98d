import { Select, TagsInput, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Filter, PlacementSettings } from '../../../api/placements.ts';
import { problemAt } from '../problems.ts';
import { filterKinds, freshFilter, readValue, typedValue } from '../settings.ts';
import { type FieldProps, replaced } from './field-props.ts';
import css from './form.module.css';
import { NumberInput } from './number-input.tsx';
import { RemoveButton } from './remove-button.tsx';

/** Which items may be shown: all of these must let one pass. */
export function FiltersField({ value, onChange, problems }: FieldProps<PlacementSettings['filters']>) {
  const { t } = useTranslation();
  const plain = new Set(value.map(({ kind }) => kind));
  const addable = filterKinds.filter((kind) => kind === 'attribute' || !plain.has(kind));
  return (
    <fieldset className={css.group}>
      <legend className={css.legend}>{t('placementForm.filters')}</legend>
      <ul className={css.list}>
        {value.map((filter, i) => (
          <li key={`filter ${value.slice(0, i).length}`} className={css.line}>
            <FilterParts
              value={filter}
              problems={problems}
              path={`/filters/${i}`}
              onChange={(next) => onChange(replaced(value, i, next))}
            />
            <RemoveButton
              of={t(`filterKind.${filter.kind}`)}
              onClick={() => onChange(replaced(value, i, undefined))}
            />
          </li>
        ))}
      </ul>
      <Select
        className={css.add}
        size="xs"
        label={t('placementForm.addFilter')}
        value={null}
        data={addable.map((kind) => ({ value: kind, label: t(`filterKind.${kind}`) }))}
        onChange={(kind) => kind !== null && onChange([...value, freshFilter(kind as Filter['kind'])])}
      />
    </fieldset>
  );
}

function FilterParts({
  value,
  onChange,
  problems,
  path,
}: FieldProps<Filter> & {
  path: string;
}) {
  const { t } = useTranslation();
  const problem = problemAt(problems, path, true);
  return (
    <div className={css.parts}>
      <span className={css.grow}>{t(`filterKind.${value.kind}`)}</span>
      {value.kind === 'notBoughtWithin' && (
        <NumberInput
          className={css.number}
          label={t('placementForm.days')}
          value={value.days}
          onChange={(days) => onChange({ ...value, days: days ?? 0 })}
        />
      )}
      {value.kind === 'price' &&
        (['min', 'max'] as const).map((end) => (
          <NumberInput
            key={end}
            className={css.number}
            label={t(`placementForm.${end}`)}
            value={value[end]}
            onChange={(next) => {
              const { [end]: _, ...rest } = value;
              onChange(next === undefined ? rest : { ...rest, [end]: next });
            }}
          />
        ))}
      {value.kind === 'attribute' && (
        <>
          <TextInput
            className={css.grow}
            label={t('placementForm.attribute')}
            value={value.attribute}
            onChange={(event) => onChange({ ...value, attribute: event.currentTarget.value })}
          />
          <Select
            className={css.grow}
            label={t('placementForm.operator')}
            allowDeselect={false}
            value={value.op}
            data={(['in', 'notIn'] as const).map((op) => ({ value: op, label: t(`filterOperator.${op}`) }))}
            onChange={(op) => onChange({ ...value, op: op === 'notIn' ? 'notIn' : 'in' })}
          />
          <TagsInput
            className={css.grow}
            label={t('placementForm.values')}
            description={t('placementForm.valuesHint')}
            value={value.values.map(typedValue)}
            onChange={(values) => onChange({ ...value, values: values.map(readValue) })}
          />
        </>
      )}
      {problem && <span className={css.wrong}>{problem}</span>}
    </div>
  );
}
