import { MultiSelect, TagsInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ExperimentDefinition } from '../../../api/experiments.ts';
import { useSegments } from '../../../api/segments.ts';
import { Card } from '../../../components/card.tsx';
import { CoverageForm } from './coverage-form.tsx';
import css from './design.module.css';
import { HoldoutsForm } from './holdouts-form.tsx';
import { NamespaceForm } from './namespace-form.tsx';
import { NumberField } from './number-field.tsx';
import type { StepProps } from './step-props.ts';

type Targeting = NonNullable<ExperimentDefinition['targeting']>;

/** Who takes part, how many of them, and whom the experiment leaves to others. */
export function AudienceStep({ definition, onChange, stored }: StepProps) {
  const { t } = useTranslation();
  const segments = useSegments();
  const locked = stored?.state === 'running';
  const { targeting = {}, attributes = [] } = definition;
  const options = (segments.data ?? []).map(({ name, title }) => ({ value: name, label: title }));
  const target = (part: keyof Targeting, names: string[]) => {
    const { targeting: _, ...rest } = definition;
    const { [part]: __, ...others } = targeting;
    const next = { ...others, ...(names.length > 0 ? { [part]: names } : {}) };
    onChange({ ...rest, ...(Object.keys(next).length > 0 ? { targeting: next } : {}) });
  };
  return (
    <>
      <Card title={t('design.targeting')} unit={t('design.targetingUnit')}>
        <fieldset className={css.set} disabled={locked}>
          <div className={css.row}>
            <MultiSelect
              label={t('design.inSegments')}
              description={t('design.inSegmentsHint')}
              disabled={locked}
              data={options}
              value={targeting.segments ?? []}
              onChange={(names) => target('segments', names)}
              searchable
            />
            <MultiSelect
              label={t('design.notInSegments')}
              description={t('design.notInSegmentsHint')}
              disabled={locked}
              data={options}
              value={targeting.notSegments ?? []}
              onChange={(names) => target('notSegments', names)}
              searchable
            />
          </div>
        </fieldset>
      </Card>
      <CoverageForm definition={definition} onChange={onChange} stored={stored} />
      <Card title={t('design.exclusion')} unit={t('design.exclusionUnit')}>
        <fieldset className={css.set} disabled={locked}>
          <NamespaceForm definition={definition} onChange={onChange} stored={stored} />
          <HoldoutsForm definition={definition} onChange={onChange} stored={stored} />
        </fieldset>
      </Card>
      <Card title={t('design.counting')} unit={t('design.countingUnit')}>
        <div className={css.row}>
          <NumberField
            label={t('design.conversionDays')}
            description={t('design.conversionDaysHint')}
            value={definition.conversionDays}
            min={0.01}
            max={365}
            onChange={(days) => onChange(withPart(definition, 'conversionDays', days))}
          />
          <NumberField
            label={t('design.preExposureDays')}
            description={t('design.preExposureDaysHint')}
            value={definition.preExposureDays}
            min={1}
            max={90}
            whole
            onChange={(days) => onChange(withPart(definition, 'preExposureDays', days))}
          />
          <TagsInput
            label={t('design.attributes')}
            description={t('design.attributesHint')}
            maxTags={5}
            value={attributes}
            onChange={(names) =>
              onChange(withPart(definition, 'attributes', names.length > 0 ? names : undefined))
            }
          />
        </div>
      </Card>
    </>
  );
}

function withPart<K extends 'conversionDays' | 'preExposureDays' | 'attributes'>(
  definition: ExperimentDefinition,
  part: K,
  value: ExperimentDefinition[K] | undefined,
): ExperimentDefinition {
  const { [part]: _, ...rest } = definition;
  return value === undefined ? (rest as ExperimentDefinition) : { ...definition, [part]: value };
}
