import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ExperimentDefinition } from '../../../api/experiments.ts';
import { type FlagType, flagTypeOf, flagTypes, withFlagType } from './flag-type.ts';

/** Of which type the flag's values are; all variants have the same. */
export function FlagTypeSelect({
  definition,
  onChange,
}: {
  definition: ExperimentDefinition;
  onChange: (definition: ExperimentDefinition) => void;
}) {
  const { t } = useTranslation();
  const type = flagTypeOf(definition);
  return (
    <Select
      label={t('design.flagType')}
      description={t('design.flagTypeHint', { key: definition.key })}
      value={type}
      allowDeselect={false}
      data={flagTypes.map((value) => ({ value, label: t(`flagType.${value}`) }))}
      onChange={(next) => {
        if (next !== null && next !== type) onChange(withFlagType(definition, next as FlagType));
      }}
    />
  );
}
