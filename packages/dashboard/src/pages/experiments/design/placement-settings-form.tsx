import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { usePlacements } from '../../../api/customers.ts';
import type { Effect } from '../../../api/experiments.ts';
import css from './design.module.css';
import { JsonField } from './json-field.tsx';
import { NumberField } from './number-field.tsx';
import { PolicyForm } from './policy-form.tsx';
import { RankerSelect } from './ranker-select.tsx';

type Settings = Extract<Effect, { kind: 'placement' }>['settings'];
const lists = ['sources', 'filters', 'fallback'] as const;

/** Some of a placement's settings; what is left empty stays as the placement has it. */
export function PlacementSettingsForm({
  placement: name,
  settings,
  onChange,
}: {
  placement: string | undefined;
  settings: Settings;
  onChange: (settings: Settings) => void;
}) {
  const { t } = useTranslation();
  const { data } = usePlacements();
  const current = data?.data.find((one) => one.name === name);
  const set = <K extends keyof Settings>(key: K, value: Settings[K] | undefined) => {
    const { [key]: _, ...rest } = settings;
    onChange(value === undefined ? (rest as Settings) : { ...settings, [key]: value });
  };
  return (
    <div className={css.fields}>
      <div className={css.row}>
        <RankerSelect
          value={settings.ranker}
          optional={t('design.asIs', { value: current?.ranker ?? '' })}
          onChange={(ranker) => set('ranker', ranker === '' ? undefined : ranker)}
        />
        <NumberField
          label={t('design.lambda')}
          description={t('design.lambdaHint', { value: current?.diversity.lambda ?? '' })}
          value={settings.diversity?.lambda}
          min={0}
          max={1}
          onChange={(lambda) =>
            set(
              'diversity',
              lambda === undefined ? undefined : { lambda, caps: current?.diversity.caps ?? [] },
            )
          }
        />
        <NumberField
          label={t('design.candidates')}
          description={t('design.asIs', { value: current?.candidateLimit ?? '' })}
          value={settings.candidateLimit}
          min={1}
          max={1_000}
          whole
          onChange={(limit) => set('candidateLimit', limit)}
        />
        <Select
          label={t('design.policyOf')}
          value={settings.policy === undefined ? 'same' : 'other'}
          allowDeselect={false}
          data={[
            { value: 'same', label: t('design.policySame') },
            { value: 'other', label: t('design.policyOther') },
          ]}
          onChange={(next) => set('policy', next === 'other' ? { kind: 'greedy' } : undefined)}
        />
      </div>
      {settings.policy && (
        <PolicyForm policy={settings.policy} onChange={(policy) => set('policy', policy)} />
      )}
      <details>
        <summary>{t('design.lists')}</summary>
        <div className={css.fields}>
          {lists.map((key) => (
            <JsonField
              key={key}
              label={t(`placementList.${key}`)}
              description={t('design.listHint')}
              placeholder={JSON.stringify(current?.[key] ?? [])}
              value={settings[key]}
              onChange={(value) => set(key, Array.isArray(value) ? (value as never) : undefined)}
            />
          ))}
        </div>
      </details>
    </div>
  );
}
