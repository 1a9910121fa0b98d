import { useTranslation } from 'react-i18next';
import type { ExperimentDefinition } from '../../../api/experiments.ts';
import { Card } from '../../../components/card.tsx';
import css from './design.module.css';
import { NumberField } from './number-field.tsx';

type Plan = NonNullable<ExperimentDefinition['plan']>;

/** When the experiment is over, by its plan; the decision reads it. */
export function PlanForm({
  definition,
  onChange,
}: {
  definition: ExperimentDefinition;
  onChange: (definition: ExperimentDefinition) => void;
}) {
  const { t } = useTranslation();
  const { plan = {} } = definition;
  const set = (part: keyof Plan, value: number | undefined) => {
    const { [part]: _, ...rest } = plan;
    onChange({ ...definition, plan: value === undefined ? rest : { ...rest, [part]: value } });
  };
  return (
    <Card title={t('length.plan')} unit={t('length.planUnit')}>
      <div className={css.row}>
        <NumberField
          label={t('length.plannedDays')}
          description={t('length.plannedDaysHint')}
          value={plan.plannedDays}
          min={1}
          max={3_650}
          whole
          onChange={(days) => set('plannedDays', days)}
        />
        <NumberField
          label={t('length.plannedSample')}
          description={t('length.plannedSampleHint')}
          value={plan.plannedSample}
          min={2}
          max={1e12}
          whole
          onChange={(sample) => set('plannedSample', sample)}
        />
        <NumberField
          label={t('length.minimumDays')}
          description={t('length.minimumDaysHint')}
          value={plan.minimumDays}
          min={0}
          max={365}
          whole
          onChange={(days) => set('minimumDays', days)}
        />
      </div>
    </Card>
  );
}
