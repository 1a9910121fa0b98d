import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PlacementSettings } from '../../../api/placements.ts';
import { useSegments } from '../../../api/segments.ts';
import { problemAt } from '../problems.ts';
import { freshPolicy } from '../settings.ts';
import { type FieldProps, replaced } from './field-props.ts';
import css from './form.module.css';
import { PolicyField } from './policy-field.tsx';
import { RemoveButton } from './remove-button.tsx';

type SegmentPolicies = NonNullable<PlacementSettings['segmentPolicies']>;

/** Policies of segments: the first in the list whose segment the customer is in answers. */
export function SegmentPoliciesField({ value, onChange, problems }: FieldProps<SegmentPolicies>) {
  const { t } = useTranslation();
  const segments = useSegments();
  const left = (segments.data ?? []).filter(({ name }) => !value.some(({ segment }) => segment === name));
  return (
    <fieldset className={css.group}>
      <legend className={css.legend}>{t('placementForm.segmentPolicies')}</legend>
      <p className={css.hint}>{t('placementForm.segmentPoliciesHint')}</p>
      {value.map(({ segment, policy }, i) => (
        <div key={segment} className={css.segment}>
          <div className={css.line}>
            <span>
              {segments.titleOf(segment)}{' '}
              <span className={css.wrong}>{problemAt(problems, `/segmentPolicies/${i}/segment`)}</span>
            </span>
            <RemoveButton
              of={segments.titleOf(segment)}
              onClick={() => onChange(replaced(value, i, undefined))}
            />
          </div>
          <PolicyField
            value={policy}
            problems={problems}
            path={`/segmentPolicies/${i}/policy`}
            onChange={(next) => onChange(replaced(value, i, { segment, policy: next }))}
          />
        </div>
      ))}
      {left.length > 0 && value.length < 20 && (
        <Select
          className={css.add}
          size="xs"
          label={t('placementForm.addSegment')}
          value={null}
          searchable
          data={left.map(({ name }) => ({ value: name, label: segments.titleOf(name) }))}
          onChange={(segment) =>
            segment !== null && onChange([...value, { segment, policy: freshPolicy('epsilonGreedy') }])
          }
        />
      )}
    </fieldset>
  );
}
