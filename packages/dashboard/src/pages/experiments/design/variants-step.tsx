import { Button, Select, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { usePlacements } from '../../../api/customers.ts';
import type { Variant } from '../../../api/experiments.ts';
import { Card } from '../../../components/card.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { DefinitionCard } from '../definition-card.tsx';
import css from './design.module.css';
import {
  addVariant,
  evenWeights,
  removeVariant,
  sumsToOne,
  varying,
  varyingKinds,
  varyingOf,
  weightSum,
} from './draft.ts';
import { EffectForm } from './effect-form.tsx';
import { FlagTypeSelect } from './flag-type-select.tsx';
import { NumberField } from './number-field.tsx';
import type { StepProps } from './step-props.ts';
import { useRowIds } from './use-row-ids.ts';

/** What varies, between which variants, and how customers are shared out. */
export function VariantsStep({ definition, onChange, stored }: StepProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const placements = usePlacements();
  const kind = varyingOf(definition);
  const { variants, placement } = definition;
  const control = definition.control ?? variants[0].key;
  const needsPlacement = kind === 'model' || kind === 'policy' || kind === 'placement';
  const sum = weightSum(definition);
  const rows = useRowIds(variants.length);
  if (stored?.state === 'running') return <DefinitionCard definition={definition} />;
  const change = (i: number, part: Partial<Variant>) => {
    const before = variants[i];
    const { control: named, ...rest } = definition;
    const renamed = part.key !== undefined && named === before.key ? part.key : named;
    onChange({
      ...rest,
      ...(renamed === undefined ? {} : { control: renamed }),
      variants: variants.map((one, at) => (at === i ? { ...one, ...part } : one)),
    });
  };
  return (
    <>
      <Card title={t('design.varies')} unit={t('design.variesUnit')}>
        <div className={css.row}>
          <Select
            label={t('design.kind')}
            description={t(`varyingHint.${kind}`)}
            value={kind}
            allowDeselect={false}
            data={varyingKinds.map((value) => ({ value, label: t(`varying.${value}`) }))}
            onChange={(next) => {
              const chosen = varyingKinds.find((one) => one === next);
              if (chosen !== undefined && chosen !== kind) onChange(varying(definition, chosen));
            }}
          />
          {kind === 'value' && <FlagTypeSelect definition={definition} onChange={onChange} />}
          {needsPlacement && (
            <Select
              label={t('design.placement')}
              description={t('design.placementHint')}
              value={placement ?? null}
              data={(placements.data?.data ?? []).map(({ name, title }) => ({
                value: name,
                label: `${title} (${name})`,
              }))}
              onChange={(next) => onChange({ ...definition, ...(next === null ? {} : { placement: next }) })}
            />
          )}
        </div>
      </Card>
      <Card
        title={t('design.variants')}
        unit={t('design.weightSum', { sum: format.percent(sum) })}
        actions={
          <Button variant="default" size="compact-sm" onClick={() => onChange(evenWeights(definition))}>
            {t('design.even')}
          </Button>
        }
        footer={
          <span className={sumsToOne(sum) ? undefined : css.wrong} role="status">
            {t(sumsToOne(sum) ? 'design.weightsWhole' : 'design.weightsOff', { sum: format.percent(sum) })}
          </span>
        }
      >
        <ul className={css.list}>
          {variants.map((variant, i) => (
            <li key={rows.ids[i]} className={css.item}>
              <div className={css.row}>
                <TextInput
                  label={t('design.variantKey')}
                  value={variant.key}
                  maxLength={64}
                  onChange={(event) => change(i, { key: event.currentTarget.value })}
                />
                <TextInput
                  label={t('design.variantName')}
                  value={variant.name ?? ''}
                  maxLength={200}
                  onChange={(event) => {
                    const name = event.currentTarget.value;
                    const { name: _, ...rest } = variant;
                    const next = name === '' ? rest : { ...rest, name };
                    onChange({ ...definition, variants: variants.map((one, at) => (at === i ? next : one)) });
                  }}
                />
                <NumberField
                  label={t('design.weight')}
                  value={variant.weight}
                  min={0}
                  max={1}
                  percent
                  required
                  onChange={(weight) => change(i, { weight: weight ?? 0 })}
                />
                <Button
                  className={css.remove}
                  variant="default"
                  px={8}
                  aria-label={t('design.removeVariant', { key: variant.key })}
                  disabled={variants.length <= 2}
                  onClick={() => {
                    rows.drop(i);
                    onChange(removeVariant(definition, i));
                  }}
                >
                  <IconTrash size={16} />
                </Button>
              </div>
              <EffectForm
                key={variant.effect.kind}
                definition={definition}
                effect={variant.effect}
                onChange={(effect) => change(i, { effect })}
              />
            </li>
          ))}
        </ul>
        <div className={css.row}>
          <Button
            className={css.add}
            variant="default"
            leftSection={<IconPlus size={14} />}
            disabled={variants.length >= 20}
            onClick={() => onChange(addVariant(definition))}
          >
            {t('design.addVariant')}
          </Button>
          <Select
            label={t('design.control')}
            description={t('design.controlHint')}
            value={control}
            allowDeselect={false}
            data={[...new Set(variants.map(({ key }) => key))].filter((key) => key !== '')}
            onChange={(next) => onChange({ ...definition, ...(next === null ? {} : { control: next }) })}
          />
        </div>
      </Card>
    </>
  );
}
