import { CloseButton, Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import css from './filter-bar.module.css';

/** The one row of filters above a table. */
export function FilterBar({ children }: { children: ReactNode }) {
  return <search className={css.bar}>{children}</search>;
}

export function SearchFilter({
  label,
  hint,
  value,
  onChange,
}: {
  label: string;
  hint?: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <TextInput
      className={css.search}
      label={label}
      placeholder={hint}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      leftSection={<IconSearch size={16} aria-hidden="true" />}
      rightSection={
        value === '' ? null : (
          <CloseButton size="sm" aria-label={t('action.clear')} onClick={() => onChange('')} />
        )
      }
    />
  );
}

export function SelectFilter({
  label,
  all,
  value,
  options,
  onChange,
  inline,
}: {
  label: string;
  /** The label stands before the field instead of above it. */
  inline?: boolean;
  /** Words for "no filter"; without it one option is always chosen. */
  all?: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onChange: (value: string) => void;
}) {
  return (
    <Select
      className={inline ? css.inline : css.select}
      size={inline ? 'xs' : 'sm'}
      label={label}
      allowDeselect={false}
      value={value}
      onChange={(next) => onChange(next ?? '')}
      data={all === undefined ? [...options] : [{ value: '', label: all }, ...options]}
    />
  );
}
