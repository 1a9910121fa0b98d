import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ExperimentDefinition } from '../../../api/experiments.ts';
import { Card } from '../../../components/card.tsx';
import { useFormat } from '../../../format/use-format.ts';
import css from './design.module.css';
import { fromLocal, toLocal } from './local-time.ts';
import { NumberField } from './number-field.tsx';
import type { StepProps } from './step-props.ts';
import { useRowIds } from './use-row-ids.ts';

const dayMs = 86_400_000;

/** The share that takes part: fixed, or growing by steps. While it runs it may only grow. */
export function CoverageForm({ definition, onChange, stored }: StepProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { ramp, coverage = 1, ...rest } = definition;
  const rows = useRowIds(ramp?.length ?? 0);
  const lowest = stored?.state === 'running' ? (stored.coverage ?? 1) : 0;
  const setRamp = (next: NonNullable<ExperimentDefinition['ramp']>) => onChange({ ...rest, ramp: next });
  return (
    <Card
      title={t('design.coverage')}
      unit={t(lowest > 0 && ramp === undefined ? 'design.coverageRunning' : 'design.coverageUnit')}
      actions={
        <SegmentedControl
          size="xs"
          aria-label={t('design.coverage')}
          value={ramp === undefined ? 'fixed' : 'ramp'}
          data={(['fixed', 'ramp'] as const).map((value) => ({ value, label: t(`coverageKind.${value}`) }))}
          onChange={(next) => (next === 'ramp' ? setRamp(usualRamp()) : onChange({ ...rest, coverage: 1 }))}
        />
      }
    >
      {ramp === undefined ? (
        <div className={css.row}>
          <NumberField
            label={t('design.share')}
            description={t('design.shareHint')}
            value={coverage}
            min={lowest}
            max={1}
            percent
            required
            onChange={(share) => onChange({ ...rest, coverage: share ?? coverage })}
          />
        </div>
      ) : (
        <div className={css.fields}>
          <p className={css.muted}>{t('design.rampHint', { zone: format.timeZone })}</p>
          {ramp.map((step, i) => (
            <div key={rows.ids[i]} className={css.row}>
              <TextInput
                type="datetime-local"
                label={t('design.from')}
                value={toLocal(step.from)}
                onChange={(event) => {
                  const from = fromLocal(event.currentTarget.value);
                  setRamp(ramp.map((one, at) => (at === i ? { ...one, from } : one)));
                }}
              />
              <NumberField
                label={t('design.share')}
                value={step.coverage}
                min={0}
                max={1}
                percent
                required
                onChange={(share) =>
                  setRamp(
                    ramp.map((one, at) => (at === i ? { ...one, coverage: share ?? one.coverage } : one)),
                  )
                }
              />
              <Button
                className={css.remove}
                variant="default"
                px={8}
                aria-label={t('design.removeStep', { number: i + 1 })}
                disabled={ramp.length <= 1}
                onClick={() => {
                  rows.drop(i);
                  setRamp(ramp.filter((_, at) => at !== i));
                }}
              >
                <IconTrash size={16} />
              </Button>
            </div>
          ))}
          <Button
            className={css.add}
            variant="default"
            leftSection={<IconPlus size={14} />}
            disabled={ramp.length >= 50}
            onClick={() => {
              const last = ramp[ramp.length - 1];
              const from = new Date((Date.parse(last.from) || Date.now()) + dayMs).toISOString();
              setRamp([...ramp, { from, coverage: 1 }]);
            }}
          >
            {t('design.addStep')}
          </Button>
        </div>
      )}
    </Card>
  );
}

/** A small share for a day, then more: what breaks for few is found before all see it. */
function usualRamp(): NonNullable<ExperimentDefinition['ramp']> {
  const start = Math.ceil(Date.now() / 3_600_000) * 3_600_000;
  return [0.05, 0.25, 1].map((coverage, i) => ({
    from: new Date(start + i * dayMs).toISOString(),
    coverage,
  }));
}
