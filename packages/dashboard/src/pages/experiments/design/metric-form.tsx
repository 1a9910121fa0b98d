import { Button, Select, TagsInput, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Metric } from '../../../api/experiments.ts';
import css from './design.module.css';
import { FunnelStepsForm } from './funnel-steps-form.tsx';
import { type MetricKind, metricKinds, withKind } from './metric-kind.ts';
import { NumberField } from './number-field.tsx';

const roles = ['goal', 'guardrail', 'secondary'] as const;

/** One metric: what it is for, what it counts, which way is good. */
export function MetricForm({
  metric,
  events,
  currency,
  onChange,
  onRemove,
}: {
  metric: Metric;
  /** Types seen so far. */
  events: readonly string[];
  /** The shop's, to begin with. */
  currency: string;
  onChange: (metric: Metric) => void;
  onRemove: (() => void) | undefined;
}) {
  const { t } = useTranslation();
  const margin = metric.margin ?? { value: 0.02, scale: 'relative' as const };
  return (
    <>
      <div className={css.row}>
        <TextInput
          label={t('design.metricKey')}
          value={metric.key}
          maxLength={64}
          onChange={(event) => onChange({ ...metric, key: event.currentTarget.value })}
        />
        <Select
          label={t('design.role')}
          value={metric.role}
          allowDeselect={false}
          data={roles.map((value) => ({ value, label: t(`metricRoleOne.${value}`) }))}
          onChange={(next) => onChange({ ...metric, role: roles.find((one) => one === next) ?? 'goal' })}
        />
        <Select
          label={t('design.metricKind')}
          value={metric.kind}
          allowDeselect={false}
          data={metricKinds.map((value) => ({ value, label: t(`metricKind.${value}`) }))}
          onChange={(next) => onChange(withKind(metric, (next ?? metric.kind) as MetricKind, currency))}
        />
        <Select
          label={t('design.direction')}
          value={metric.direction ?? 'increase'}
          allowDeselect={false}
          data={(['increase', 'decrease'] as const).map((value) => ({
            value,
            label: t(`metricDirection.${value}`),
          }))}
          onChange={(next) =>
            onChange({ ...metric, direction: next === 'decrease' ? 'decrease' : 'increase' })
          }
        />
        {onRemove && (
          <Button
            className={css.remove}
            variant="default"
            px={8}
            aria-label={t('design.removeMetric', { key: metric.key })}
            onClick={onRemove}
          >
            <IconTrash size={16} />
          </Button>
        )}
      </div>
      <div className={css.row}>
        {metric.kind === 'funnel' ? (
          <FunnelStepsForm metric={metric} events={events} onChange={onChange} />
        ) : (
          <TagsInput
            label={t('design.events')}
            description={t('design.eventsHint')}
            data={[...events]}
            maxTags={20}
            value={metric.events}
            onChange={(types) => onChange({ ...metric, events: types })}
          />
        )}
        {metric.kind === 'ratio' && (
          <TagsInput
            label={t('design.denominator')}
            description={t('design.denominatorHint')}
            data={[...events]}
            maxTags={20}
            value={metric.denominator}
            onChange={(types) => onChange({ ...metric, denominator: types })}
          />
        )}
        {(metric.kind === 'mean' || metric.kind === 'ratio' || metric.kind === 'quantile') && (
          <Select
            label={t('design.of')}
            description={t('design.ofHint')}
            value={metric.of}
            allowDeselect={false}
            data={(
              {
                mean: ['count', 'quantity'],
                ratio: ['count', 'quantity', 'value'],
                quantile: ['value', 'quantity'],
              } as const
            )[metric.kind].map((value) => ({ value, label: t(`metricOf.${value}`) }))}
            onChange={(next) => onChange({ ...metric, of: next } as Metric)}
          />
        )}
        {(metric.kind === 'revenue' || ('of' in metric && metric.of === 'value')) && (
          <TextInput
            label={t('design.currency')}
            description={t('design.currencyHint')}
            maxLength={3}
            value={metric.currency ?? ''}
            onChange={(event) =>
              onChange({ ...metric, currency: event.currentTarget.value.toUpperCase() } as Metric)
            }
          />
        )}
        {metric.kind === 'retention' && (
          <>
            <NumberField
              label={t('design.fromDay')}
              description={t('design.fromDayHint')}
              value={metric.fromDay}
              min={1}
              max={365}
              whole
              required
              onChange={(day) => onChange({ ...metric, fromDay: day ?? metric.fromDay })}
            />
            <NumberField
              label={t('design.toDay')}
              description={t('design.toDayHint')}
              value={metric.toDay}
              min={2}
              max={366}
              whole
              required
              onChange={(day) => onChange({ ...metric, toDay: day ?? metric.toDay })}
            />
          </>
        )}
        {metric.kind === 'quantile' && (
          <NumberField
            label={t('design.level')}
            description={t('design.levelHint')}
            value={metric.level}
            min={0.01}
            max={0.99}
            required
            onChange={(level) => onChange({ ...metric, level: level ?? metric.level })}
          />
        )}
        {metric.role === 'guardrail' && (
          <NumberField
            label={t('design.margin')}
            description={t('design.marginHint')}
            value={margin.value}
            min={0}
            max={margin.scale === 'relative' ? 10 : 1e12}
            percent={margin.scale === 'relative'}
            required
            onChange={(value) => onChange({ ...metric, margin: { ...margin, value: value ?? margin.value } })}
          />
        )}
      </div>
    </>
  );
}
