import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useModels } from '../../../api/models.ts';

/** A ranker: the built-in heuristic, an alias of a model, or its latest version. */
export function RankerSelect({
  value,
  onChange,
  optional,
}: {
  value: string | undefined;
  onChange: (ranker: string) => void;
  /** Words for leaving the placement's own; then clearing gives the empty text. */
  optional?: string;
}) {
  const { t } = useTranslation();
  const models = useModels();
  const known = (models.data ?? []).flatMap(({ name, aliases, latest }) => [
    ...aliases.map(({ alias }) => `${name}@${alias}`),
    `${name}@${latest.version}`,
  ]);
  const names = [...new Set(['heuristic', ...known, ...(value ? [value] : [])])];
  return (
    <Select
      label={t('design.ranker')}
      description={t('design.rankerHint')}
      value={value ?? null}
      searchable
      clearable={optional !== undefined}
      placeholder={optional}
      allowDeselect={false}
      data={names.map((name) => ({ value: name, label: name }))}
      onChange={(next) => onChange(next ?? '')}
    />
  );
}
