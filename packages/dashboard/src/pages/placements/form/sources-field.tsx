import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PlacementSettings, SourceName } from '../../../api/placements.ts';
import { problemAt } from '../problems.ts';
import { sourceNames } from '../settings.ts';
import { type FieldProps, replaced } from './field-props.ts';
import css from './form.module.css';
import { NumberInput } from './number-input.tsx';
import { RemoveButton } from './remove-button.tsx';

/** Where candidates come from, and how many from each. */
export function SourcesField({ value, onChange, problems }: FieldProps<PlacementSettings['sources']>) {
  const { t } = useTranslation();
  const left = sourceNames.filter((name) => !value.some((source) => source.name === name));
  return (
    <fieldset className={css.group}>
      <legend className={css.legend}>{t('placementForm.sources')}</legend>
      <p className={css.hint}>{t('placementForm.sourcesHint')}</p>
      <ul className={css.list}>
        {value.map(({ name, limit }, i) => (
          <li key={name} className={css.parts}>
            <span className={css.grow}>
              {t(`sourceName.${name}`)}
              <span className={css.hint}> {t(`sourceHint.${name}`)}</span>
              {problemAt(problems, `/sources/${i}/name`) && (
                <span className={css.wrong}> {problemAt(problems, `/sources/${i}/name`)}</span>
              )}
            </span>
            <NumberInput
              className={css.number}
              label={t('placementForm.limitOf', { name: t(`sourceName.${name}`) })}
              labelHidden
              whole
              value={limit}
              error={problemAt(problems, `/sources/${i}`, true)}
              onChange={(next) => onChange(replaced(value, i, { name, limit: next ?? 0 }))}
            />
            <RemoveButton
              of={t(`sourceName.${name}`)}
              onClick={() => onChange(replaced(value, i, undefined))}
            />
          </li>
        ))}
      </ul>
      {problemAt(problems, '/sources') && <p className={css.wrong}>{problemAt(problems, '/sources')}</p>}
      {left.length > 0 && (
        <Select
          className={css.add}
          size="xs"
          label={t('placementForm.addSource')}
          value={null}
          data={left.map((name) => ({ value: name, label: t(`sourceName.${name}`) }))}
          onChange={(name) => name !== null && onChange([...value, { name: name as SourceName, limit: 60 }])}
        />
      )}
    </fieldset>
  );
}
