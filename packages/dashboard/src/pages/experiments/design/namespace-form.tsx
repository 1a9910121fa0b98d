import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useExperiments } from '../../../api/experiments.ts';
import { useFormat } from '../../../format/use-format.ts';
import css from './design.module.css';
import { NumberField } from './number-field.tsx';
import type { StepProps } from './step-props.ts';

/** A part of a namespace, and which parts of it others hold. */
export function NamespaceForm({ definition, onChange }: StepProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data = [] } = useExperiments();
  const { namespace, ...rest } = definition;
  const others = data.filter(
    (one) => one.key !== definition.key && one.state !== 'stopped' && one.namespace?.key === namespace?.key,
  );
  const set = (part: Partial<NonNullable<typeof namespace>>) =>
    onChange({ ...rest, namespace: { key: '', start: 0, end: 1, ...namespace, ...part } });
  return (
    <div>
      <div className={css.row}>
        <TextInput
          label={t('design.namespace')}
          description={t('design.namespaceHint')}
          value={namespace?.key ?? ''}
          maxLength={64}
          onChange={(event) => {
            const key = event.currentTarget.value;
            if (key === '') onChange(rest);
            else set({ key });
          }}
        />
        {namespace && (
          <>
            <NumberField
              label={t('design.start')}
              description={t('design.partStart')}
              value={namespace.start}
              min={0}
              max={1}
              percent
              required
              onChange={(start) => set({ start: start ?? 0 })}
            />
            <NumberField
              label={t('design.end')}
              description={t('design.endHint')}
              value={namespace.end}
              min={0}
              max={1}
              percent
              required
              onChange={(end) => set({ end: end ?? 1 })}
            />
          </>
        )}
      </div>
      {namespace && (
        <p className={css.muted}>
          {others.length === 0
            ? t('design.namespaceFree')
            : t('design.namespaceTaken', {
                parts: others
                  .map(
                    ({ key, namespace: part }) =>
                      `${key} ${format.percent(part?.start)}–${format.percent(part?.end)}`,
                  )
                  .join(', '),
              })}
        </p>
      )}
    </div>
  );
}
