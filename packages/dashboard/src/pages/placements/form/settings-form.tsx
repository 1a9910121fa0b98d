import { Autocomplete, MultiSelect, Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useModels } from '../../../api/models.ts';
import type { PlacementSettings, SourceName } from '../../../api/placements.ts';
import { type Problems, problemAt } from '../problems.ts';
import { sourceNames } from '../settings.ts';
import { DiversityField } from './diversity-field.tsx';
import { FiltersField } from './filters-field.tsx';
import css from './form.module.css';
import { NumberInput } from './number-input.tsx';
import { PolicyField } from './policy-field.tsx';
import { SegmentPoliciesField } from './segment-policies-field.tsx';
import { SourcesField } from './sources-field.tsx';
import './styles.css';

export interface SettingsFormProps {
  settings: PlacementSettings;
  onChange: (settings: PlacementSettings) => void;
  problems: Problems;
  /** It has no name yet. */
  isNew?: boolean;
  readOnly?: boolean;
}

/** All settings of a placement, in the order of the stages they belong to, each problem beside its field. */
export function SettingsForm({ settings, onChange, problems, isNew, readOnly }: SettingsFormProps) {
  const { t } = useTranslation();
  const models = useModels();
  const set = (change: Partial<PlacementSettings>) => onChange({ ...settings, ...change });
  const rankers = [
    ...new Set([...(models.data ?? []).map(({ name }) => `${name}@champion`), 'ranker@champion']),
  ];
  return (
    <fieldset className={css.form} disabled={readOnly}>
      {readOnly && <p className={css.hint}>{t('placementForm.readOnly')}</p>}
      <div className={css.row}>
        {isNew && (
          <TextInput
            label={t('placementForm.name')}
            description={t('placementForm.nameHint')}
            value={settings.name}
            error={problemAt(problems, '/name')}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
        )}
        <TextInput
          label={t('placementForm.titleField')}
          description={t('placementForm.titleHint')}
          value={settings.title}
          error={problemAt(problems, '/title')}
          onChange={(event) => set({ title: event.currentTarget.value })}
        />
        <NumberInput
          label={t('placementForm.defaultLimit')}
          hint={t('placementForm.defaultLimitHint')}
          whole
          value={settings.defaultLimit}
          error={problemAt(problems, '/defaultLimit')}
          onChange={(next) => set({ defaultLimit: next ?? 0 })}
        />
      </div>
      <div className={css.row}>
        <Switch
          label={t('placementForm.enabled')}
          description={t('placementForm.enabledHint')}
          checked={settings.enabled}
          onChange={(event) => set({ enabled: event.currentTarget.checked })}
        />
        <Switch
          label={t('placementForm.logFeatures')}
          description={t('placementForm.logFeaturesHint')}
          checked={settings.logFeatures}
          onChange={(event) => set({ logFeatures: event.currentTarget.checked })}
        />
      </div>
      <SourcesField value={settings.sources} problems={problems} onChange={(sources) => set({ sources })} />
      <div className={css.row}>
        <MultiSelect
          label={t('placementForm.fallback')}
          description={t('placementForm.fallbackHint')}
          value={settings.fallback}
          error={problemAt(problems, '/fallback', true)}
          data={sourceNames.map((name) => ({ value: name, label: t(`sourceName.${name}`) }))}
          onChange={(fallback) => set({ fallback: fallback as SourceName[] })}
        />
        <NumberInput
          label={t('placementForm.candidateLimit')}
          hint={t('placementForm.candidateLimitHint')}
          whole
          value={settings.candidateLimit}
          error={problemAt(problems, '/candidateLimit')}
          onChange={(next) => set({ candidateLimit: next ?? 0 })}
        />
      </div>
      <FiltersField value={settings.filters} problems={problems} onChange={(filters) => set({ filters })} />
      <div className={css.row}>
        <Autocomplete
          label={t('placementForm.ranker')}
          description={t('placementForm.rankerHint')}
          value={settings.ranker}
          error={problemAt(problems, '/ranker')}
          data={['heuristic', ...rankers]}
          onChange={(ranker) => set({ ranker })}
        />
      </div>
      <DiversityField
        value={settings.diversity}
        problems={problems}
        onChange={(diversity) => set({ diversity })}
      />
      <fieldset className={css.group}>
        <legend className={css.legend}>{t('placementForm.policy')}</legend>
        <PolicyField
          value={settings.policy}
          problems={problems}
          path="/policy"
          onChange={(policy) => set({ policy })}
        />
      </fieldset>
      <SegmentPoliciesField
        value={settings.segmentPolicies ?? []}
        problems={problems}
        onChange={(policies) => {
          const { segmentPolicies: _, ...rest } = settings;
          onChange(policies.length === 0 ? rest : { ...rest, segmentPolicies: policies });
        }}
      />
    </fieldset>
  );
}
