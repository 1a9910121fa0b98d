import { Button, CloseButton, Select, Switch, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { FilterEditor } from '../../components/asking/filter-editor.tsx';
import { Card } from '../../components/card.tsx';
import { useFieldWords } from '../../components/use-words.ts';
import { typedNumber } from '../../format/typed-number.ts';
import css from './alerts.module.css';
import type { Draft } from './draft.ts';
import { useMetricNames } from './use-metric-names.ts';

/** What is watched, when it fires, whom it tells. */
export function AlertForm({
  draft,
  onChange,
  error,
  readOnly,
}: {
  draft: Draft;
  onChange: (draft: Draft) => void;
  error: Error | null;
  readOnly: boolean;
}) {
  const { t } = useTranslation();
  const { schema, nameOf } = useMetricNames();
  const set = (change: Partial<Draft>) => onChange({ ...draft, ...change });
  const problemAt = useFieldWords(error);
  const options = <T extends string>(values: readonly T[], write: (value: T) => string) =>
    values.map((value) => ({ value, label: write(value) }));
  const select = <T extends string>(
    label: string,
    value: T,
    values: readonly T[],
    write: (value: T) => string,
    choose: (value: T) => void,
  ) => (
    <Select
      label={label}
      disabled={readOnly}
      allowDeselect={false}
      value={value}
      data={options(values, write)}
      onChange={(next) => choose((next ?? value) as T)}
    />
  );
  const text = (label: string, name: keyof Draft, path: string, number = true, hint?: string) => {
    const value = String(draft[name]);
    const wrong = number && typedNumber(value) === undefined ? t('alertForm.number') : undefined;
    return (
      <TextInput
        label={label}
        description={hint}
        disabled={readOnly}
        inputMode={number ? 'decimal' : undefined}
        value={value}
        error={(value !== '' && wrong) || problemAt(path)}
        onChange={({ currentTarget }) => set({ [name]: currentTarget.value })}
      />
    );
  };
  const { condition } = draft;
  return (
    <Card title={t('alertForm.title')} unit={t('alertForm.unit')}>
      <div className={css.fields}>
        {text(t('alertForm.name'), 'title', '/title', false)}
        {select(
          t('alertForm.kind'),
          draft.kind,
          ['metric', 'models', 'experiments', 'pipeline', 'jobs'] as const,
          (kind) => t(`alertKind.${kind}`),
          (kind) => set({ kind, subject: '' }),
        )}
        {draft.kind !== 'metric' ? (
          text(
            t(`alertSubject.${draft.kind}`),
            'subject',
            '/subject',
            false,
            t(`alertSubjectHint.${draft.kind}`),
          )
        ) : (
          <>
            <Select
              label={t('alertForm.metric')}
              disabled={readOnly}
              searchable
              allowDeselect={false}
              value={draft.metric}
              error={problemAt('/metric')}
              data={(schema?.metrics ?? []).map(({ name }) => ({ value: name, label: nameOf(name) }))}
              onChange={(metric) => set({ metric: metric ?? draft.metric })}
            />
            {select(
              t('alertForm.step'),
              draft.step,
              ['minute', 'hour', 'day'] as const,
              (step) => t(`alertStep.${step}`),
              (step) => set({ step }),
            )}
            {select(
              t('alertForm.condition'),
              condition,
              ['threshold', 'change', 'anomaly'] as const,
              (kind) => t(`alertCondition.${kind}`),
              (kind) => set({ condition: kind }),
            )}
            {select(
              t('alertForm.direction'),
              condition === 'threshold' && draft.direction === 'either' ? 'above' : draft.direction,
              condition === 'threshold'
                ? (['above', 'below'] as const)
                : (['above', 'below', 'either'] as const),
              (direction) => t(`alertDirection.${direction}`),
              (direction) => set({ direction }),
            )}
            {condition === 'threshold' && text(t('alertForm.value'), 'value', '/condition/value')}
            {condition === 'change' && text(t('alertForm.percent'), 'value', '/condition/value')}
            {condition === 'change' &&
              select(
                t('alertForm.compare'),
                draft.compare,
                ['previous', 'day', 'week'] as const,
                (compare) => t(`alertCompare.${compare}`),
                (compare) => set({ compare }),
              )}
            {condition === 'anomaly' &&
              text(
                t('alertForm.sensitivity'),
                'sensitivity',
                '/condition/sensitivity',
                true,
                t('alertForm.sensitivityHint'),
              )}
            {text(t('alertForm.forPeriods'), 'forPeriods', '/forPeriods')}
            {text(t('alertForm.recoverPeriods'), 'recoverPeriods', '/recoverPeriods')}
            {!readOnly && (
              <div className={css.whole}>
                <FilterEditor schema={schema} filter={draft.filter} onChange={(filter) => set({ filter })} />
              </div>
            )}
          </>
        )}
        <div className={`${css.whole} ${css.form}`}>
          {draft.channels.map((channel, i) => (
            <div key={channel.id} className={css.channel}>
              {select(
                t('alertForm.channel', { number: i + 1 }),
                channel.kind,
                ['webhook', 'email'] as const,
                (kind) => t(`alertChannel.${kind}`),
                (kind) => set({ channels: draft.channels.with(i, { ...channel, kind }) }),
              )}
              <TextInput
                label={t('alertForm.to', { number: i + 1 })}
                placeholder={channel.kind === 'email' ? 'ada@example.com' : 'https://example.com/hook'}
                disabled={readOnly}
                value={channel.to}
                error={problemAt(`/channels/${i}`)}
                onChange={({ currentTarget }) =>
                  set({ channels: draft.channels.with(i, { ...channel, to: currentTarget.value }) })
                }
              />
              {!readOnly && (
                <CloseButton
                  aria-label={t('alertForm.removeChannel', { number: i + 1 })}
                  onClick={() => set({ channels: draft.channels.toSpliced(i, 1) })}
                />
              )}
            </div>
          ))}
          {!readOnly && (
            <div className={css.buttons}>
              <Button
                variant="subtle"
                color="gray"
                size="compact-sm"
                leftSection={<IconPlus size={14} aria-hidden="true" />}
                onClick={() =>
                  set({ channels: [...draft.channels, { id: Date.now(), kind: 'webhook', to: '' }] })
                }
              >
                {t('alertForm.addChannel')}
              </Button>
              <Switch
                label={t('alertForm.enabled')}
                checked={draft.enabled}
                onChange={({ currentTarget }) => set({ enabled: currentTarget.checked })}
              />
            </div>
          )}
        </div>
      </div>
    </Card>
  );
}
