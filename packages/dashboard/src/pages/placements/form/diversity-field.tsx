import { Button, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { PlacementSettings } from '../../../api/placements.ts';
import { problemAt } from '../problems.ts';
import { type FieldProps, replaced } from './field-props.ts';
import css from './form.module.css';
import { NumberInput } from './number-input.tsx';
import { RemoveButton } from './remove-button.tsx';

/** How unlike each other the items of one answer are. */
export function DiversityField({ value, onChange, problems }: FieldProps<PlacementSettings['diversity']>) {
  const { t } = useTranslation();
  const { lambda, caps } = value;
  return (
    <fieldset className={css.group}>
      <legend className={css.legend}>{t('placementForm.diversity')}</legend>
      <div className={css.row}>
        <NumberInput
          label={t('placementForm.lambda')}
          hint={t('placementForm.lambdaHint')}
          value={lambda}
          error={problemAt(problems, '/diversity/lambda')}
          onChange={(next) => onChange({ ...value, lambda: next ?? 0 })}
        />
      </div>
      <ul className={css.list}>
        {caps.map((cap, i) => (
          <li key={`cap ${caps.slice(0, i).length}`} className={css.parts}>
            <TextInput
              className={css.grow}
              label={t('placementForm.capAttribute')}
              value={cap.attribute}
              error={problemAt(problems, `/diversity/caps/${i}/attribute`)}
              onChange={(event) => {
                const next = { ...cap, attribute: event.currentTarget.value };
                onChange({ ...value, caps: replaced(caps, i, next) });
              }}
            />
            <NumberInput
              className={css.number}
              label={t('placementForm.capMax')}
              whole
              value={cap.max}
              error={problemAt(problems, `/diversity/caps/${i}/max`)}
              onChange={(max) => onChange({ ...value, caps: replaced(caps, i, { ...cap, max: max ?? 0 }) })}
            />
            <RemoveButton
              of={cap.attribute}
              onClick={() => onChange({ ...value, caps: replaced(caps, i, undefined) })}
            />
          </li>
        ))}
      </ul>
      {caps.length < 8 && (
        <Button
          className={css.add}
          variant="default"
          size="xs"
          leftSection={<IconPlus size={14} />}
          onClick={() => onChange({ ...value, caps: [...caps, { attribute: 'category', max: 3 }] })}
        >
          {t('placementForm.addCap')}
        </Button>
      )}
    </fieldset>
  );
}
