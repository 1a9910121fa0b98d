import { Button, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import css from './design.module.css';
import { NumberField } from './number-field.tsx';
import type { StepProps } from './step-props.ts';
import { useRowIds } from './use-row-ids.ts';

/** Shares of all customers that stay out of every experiment naming the same holdout. */
export function HoldoutsForm({ definition, onChange }: StepProps) {
  const { t } = useTranslation();
  const { holdouts = [], ...rest } = definition;
  const rows = useRowIds(holdouts.length);
  const set = (next: typeof holdouts) => onChange(next.length === 0 ? rest : { ...rest, holdouts: next });
  return (
    <div className={css.fields}>
      {holdouts.map((one, i) => (
        <div key={rows.ids[i]} className={css.row}>
          <TextInput
            label={t('design.holdout')}
            description={t('design.holdoutHint')}
            value={one.key}
            maxLength={64}
            onChange={(event) => {
              const key = event.currentTarget.value;
              set(holdouts.map((other, at) => (at === i ? { ...other, key } : other)));
            }}
          />
          <NumberField
            label={t('design.keptOut')}
            description={t('design.keptOutHint')}
            value={one.share}
            min={0}
            max={1}
            percent
            required
            onChange={(share) =>
              set(holdouts.map((other, at) => (at === i ? { ...other, share: share ?? 0 } : other)))
            }
          />
          <Button
            className={css.remove}
            variant="default"
            px={8}
            aria-label={t('design.removeHoldout', { key: one.key })}
            onClick={() => {
              rows.drop(i);
              set(holdouts.filter((_, at) => at !== i));
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
        disabled={holdouts.length >= 10}
        onClick={() => set([...holdouts, { key: 'global', share: 0.05 }])}
      >
        {t('design.addHoldout')}
      </Button>
    </div>
  );
}
