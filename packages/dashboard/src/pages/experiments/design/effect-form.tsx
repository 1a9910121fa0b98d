import { Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Effect, ExperimentDefinition } from '../../../api/experiments.ts';
import { flagTypeOf } from './flag-type.ts';
import { JsonField } from './json-field.tsx';
import { NumberField } from './number-field.tsx';
import { PlacementSettingsForm } from './placement-settings-form.tsx';
import { PolicyForm } from './policy-form.tsx';
import { RankerSelect } from './ranker-select.tsx';

/** What one variant's customers get, in the form of its kind. */
export function EffectForm({
  definition,
  effect,
  onChange,
}: {
  definition: ExperimentDefinition;
  effect: Effect;
  onChange: (effect: Effect) => void;
}) {
  switch (effect.kind) {
    case 'none':
      return null;
    case 'value':
      return (
        <FlagValue
          key={flagTypeOf(definition)}
          type={flagTypeOf(definition)}
          value={effect.value}
          onChange={(value) => onChange({ kind: 'value', value })}
        />
      );
    case 'model':
      return (
        <RankerSelect value={effect.ranker} onChange={(ranker) => onChange({ kind: 'model', ranker })} />
      );
    case 'policy':
      return (
        <PolicyForm policy={effect.policy} onChange={(policy) => onChange({ kind: 'policy', policy })} />
      );
    case 'placement':
      return (
        <PlacementSettingsForm
          placement={definition.placement}
          settings={effect.settings}
          onChange={(settings) => onChange({ kind: 'placement', settings })}
        />
      );
  }
}

function FlagValue({
  type,
  value,
  onChange,
}: {
  type: ReturnType<typeof flagTypeOf>;
  value: unknown;
  onChange: (value: unknown) => void;
}) {
  const { t } = useTranslation();
  const label = t('design.value');
  switch (type) {
    case 'boolean':
      return (
        <Select
          label={label}
          value={String(value)}
          allowDeselect={false}
          data={['true', 'false']}
          onChange={(next) => onChange(next === 'true')}
        />
      );
    case 'string':
      return (
        <TextInput
          label={label}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'number':
      return (
        <NumberField
          label={label}
          value={typeof value === 'number' ? value : undefined}
          min={-1e15}
          max={1e15}
          required
          onChange={onChange}
        />
      );
    case 'object':
      return <JsonField label={label} description={t('design.jsonHint')} value={value} onChange={onChange} />;
  }
}
