import { Button, CloseButton, Select, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type AnalyticsSchema, useDimensionValues } from '../../api/analytics.ts';
import type { Language } from '../../i18n/language.ts';
import css from './asking.module.css';
import { ChipsInput } from './chips-select.tsx';
import {
  type FilterGroup,
  type FilterLeaf,
  type FilterOp,
  type FilterPart,
  filterOps,
  isGroup,
  maxDepth,
} from './filter.ts';
import { dimensionName } from './names.ts';

interface EditorProps {
  schema: AnalyticsSchema | undefined;
  filter: FilterGroup;
  onChange: (filter: FilterGroup) => void;
  depth?: number;
}

/** Filters within filters: all or any of their parts must hold. */
export function FilterEditor({ schema, filter, onChange, depth = 0 }: EditorProps) {
  const { t } = useTranslation();
  const set = (index: number, part: FilterPart | undefined) =>
    onChange({
      ...filter,
      parts: part === undefined ? filter.parts.toSpliced(index, 1) : filter.parts.with(index, part),
    });
  const add = (part: FilterPart) => onChange({ ...filter, parts: [...filter.parts, part] });
  const leaf: FilterLeaf = { dimension: '', op: 'in', values: [] };
  return (
    <div className={css.group}>
      {filter.parts.map((part, index) => {
        const number = index + 1;
        return isGroup(part) ? (
          <div key={`group ${number}`} className={css.leaf}>
            <FilterEditor
              schema={schema}
              filter={part}
              depth={depth + 1}
              onChange={(next) => set(index, next)}
            />
            <CloseButton
              size="sm"
              aria-label={t('asking.removeGroup', { number })}
              onClick={() => set(index, undefined)}
            />
          </div>
        ) : (
          <LeafEditor
            key={`leaf ${number}`}
            schema={schema}
            leaf={part}
            number={number}
            onChange={(next) => set(index, next)}
          />
        );
      })}
      <div className={css.join}>
        {filter.parts.length > 1 && (
          <Select
            className={css.op}
            size="xs"
            aria-label={t('asking.join')}
            allowDeselect={false}
            value={filter.join}
            data={[
              { value: 'and', label: t('asking.all') },
              { value: 'or', label: t('asking.any') },
            ]}
            onChange={(join) => onChange({ ...filter, join: join === 'or' ? 'or' : 'and' })}
          />
        )}
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          leftSection={<IconPlus size={14} aria-hidden="true" />}
          onClick={() => add(leaf)}
        >
          {t('asking.addFilter')}
        </Button>
        {depth + 1 < maxDepth && filter.parts.length > 0 && (
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            leftSection={<IconPlus size={14} aria-hidden="true" />}
            onClick={() => add({ join: filter.join === 'and' ? 'or' : 'and', parts: [leaf] })}
          >
            {t('asking.addGroup')}
          </Button>
        )}
      </div>
    </div>
  );
}

function LeafEditor({
  schema,
  leaf,
  number,
  onChange,
}: {
  schema: AnalyticsSchema | undefined;
  leaf: FilterLeaf;
  number: number;
  onChange: (leaf: FilterLeaf | undefined) => void;
}) {
  const { t, i18n } = useTranslation();
  const { dimension, op, values } = leaf;
  const suggestions = useDimensionValues(dimension === '' || op === 'exists' ? undefined : dimension);
  const set = (change: Partial<FilterLeaf>) => onChange({ ...leaf, ...change });
  const valueLabel = t('asking.values', { number });
  return (
    <div className={css.leaf}>
      <Select
        className={css.dimension}
        size="xs"
        searchable
        aria-label={t('asking.dimension', { number })}
        placeholder={t('asking.dimension', { number })}
        allowDeselect={false}
        value={dimension || null}
        data={(schema?.dimensions ?? [])
          .filter(({ name }) => name !== 'date')
          .map((one) => ({ value: one.name, label: dimensionName(one, i18n.language as Language) }))}
        onChange={(next) => set({ dimension: next ?? '', values: [] })}
      />
      <Select
        className={css.op}
        size="xs"
        aria-label={t('asking.op', { number })}
        allowDeselect={false}
        value={op}
        data={filterOps.map((one) => ({ value: one as string, label: t(`asking.ops.${one}`) }))}
        onChange={(next) => set({ op: (next ?? 'in') as FilterOp, values: [] })}
      />
      {(op === 'in' || op === 'notIn') && (
        <ChipsInput
          quiet
          label={valueLabel}
          add={valueLabel}
          values={values}
          suggestions={suggestions}
          nameOf={(value) => (value === '' ? t('asking.none') : value)}
          onChange={(next) => set({ values: next })}
        />
      )}
      {op === 'contains' && (
        <TextInput
          size="xs"
          aria-label={valueLabel}
          value={values[0] ?? ''}
          onChange={({ currentTarget: { value } }) => set({ values: value === '' ? [] : [value] })}
        />
      )}
      {op === 'between' &&
        [0, 1].map((at) => (
          <TextInput
            key={at}
            className={css.op}
            size="xs"
            aria-label={at === 0 ? t('asking.least', { number }) : t('asking.most', { number })}
            value={values[at] ?? ''}
            onChange={({ currentTarget: { value } }) =>
              set({ values: at === 0 ? [value, values[1] ?? value] : [values[0] ?? value, value] })
            }
          />
        ))}
      <CloseButton
        size="sm"
        aria-label={t('asking.removeFilter', { number })}
        onClick={() => onChange(undefined)}
      />
    </div>
  );
}
