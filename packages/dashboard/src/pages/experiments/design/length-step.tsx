import { Button, SegmentedControl, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { ApiError } from '@personalize/sdk';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePower } from '../../../api/experiments.ts';
import { Card } from '../../../components/card.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { useFormat } from '../../../format/use-format.ts';
import css from './design.module.css';
import { NumberField } from './number-field.tsx';
import { PlanForm } from './plan-form.tsx';
import { PowerCurve } from './power-curve.tsx';
import { PowerFigures } from './power-figures.tsx';
import { isShare, type PowerQuestion, powerRequest } from './power-request.ts';
import type { StepProps } from './step-props.ts';

/** How many customers and days it takes to see the smallest effect worth having, and the plan. */
export function LengthStep({ definition, onChange }: StepProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { plan = {}, metrics } = definition;
  const goals = metrics.filter(({ role }) => role === 'goal');
  const [question, setQuestion] = useState<Omit<PowerQuestion, 'metric' | 'effect'>>({
    ...{ asks: 'days', days: plan.plannedDays ?? 14, method: 'sequential', power: 0.8 },
    ...{
      newCustomersPerDay: plan.newCustomersPerDay,
      share: undefined,
      mean: undefined,
      deviation: undefined,
    },
  });
  const [chosen, setChosen] = useState('');
  const [opened, setOpened] = useState(false);
  const metric = goals.find(({ key }) => key === chosen) ?? goals[0] ?? metrics[0];
  const { asks, days, method, power, newCustomersPerDay, share, mean, deviation } = question;
  const set = (part: Partial<typeof question>) => setQuestion({ ...question, ...part });
  const request = powerRequest(definition, { ...question, metric, effect: plan.minimumEffect });
  const [settled] = useDebouncedValue(request === undefined ? '' : JSON.stringify(request), 300);
  const answer = usePower(settled === '' ? undefined : (JSON.parse(settled) as typeof request));
  const noHistory = answer.error instanceof ApiError && answer.error.status === 422;
  const found = answer.error || request === undefined ? undefined : answer.data;
  const shown = isShare(metric) ? found?.baseline.proportion : found?.baseline.mean;

  return (
    <>
      <Card
        title={t('length.question')}
        unit={t('length.questionUnit')}
        actions={
          <SegmentedControl
            size="xs"
            aria-label={t('length.question')}
            value={asks}
            data={(['days', 'effect'] as const).map((value) => ({ value, label: t(`lengthAsks.${value}`) }))}
            onChange={(next) => set({ asks: next === 'effect' ? 'effect' : 'days' })}
          />
        }
      >
        <div className={css.row}>
          {goals.length > 1 && (
            <Select
              label={t('length.goal')}
              description={t('length.goalHint')}
              value={metric.key}
              allowDeselect={false}
              data={goals.map(({ key }) => key)}
              onChange={(next) => setChosen(next ?? '')}
            />
          )}
          {asks === 'days' ? (
            <NumberField
              label={t('length.effect')}
              description={t('length.effectHint')}
              value={plan.minimumEffect}
              min={0.0001}
              max={10}
              percent
              required
              onChange={(effect) => {
                const { minimumEffect: _, ...rest } = plan;
                onChange({
                  ...definition,
                  plan: effect === undefined ? rest : { ...rest, minimumEffect: effect },
                });
              }}
            />
          ) : (
            <NumberField
              label={t('length.days')}
              description={t('length.daysHint')}
              value={days}
              min={1}
              max={3_650}
              whole
              required
              onChange={(next) => set({ days: next })}
            />
          )}
          <Select
            label={t('length.method')}
            description={t(`lengthMethodHint.${method}`)}
            value={method}
            allowDeselect={false}
            data={(['sequential', 'fixed'] as const).map((value) => ({
              value,
              label: t(`experimentMethod.${value}`),
            }))}
            onChange={(next) => set({ method: next === 'fixed' ? 'fixed' : 'sequential' })}
          />
          <NumberField
            label={t('length.power')}
            description={t('length.powerHint')}
            value={power}
            min={0.5}
            max={0.999}
            percent
            required
            onChange={(next) => set({ power: next })}
          />
        </div>
        <details open={opened || noHistory} onToggle={(event) => setOpened(event.currentTarget.open)}>
          <summary>{t('length.assumptions')}</summary>
          <div className={css.row}>
            <NumberField
              label={t('length.traffic')}
              description={t('length.fromHistory', {
                value:
                  found?.traffic?.source === 'history' ? format.count(found.traffic.newCustomersPerDay) : '–',
              })}
              value={newCustomersPerDay}
              min={0.01}
              max={1e12}
              onChange={(next) => set({ newCustomersPerDay: next })}
            />
            {isShare(metric) ? (
              <NumberField
                label={t('length.share', { metric: metric.key })}
                description={t('length.fromHistory', {
                  value: found?.baseline.source === 'history' ? format.percent(shown) : '–',
                })}
                value={share}
                min={0.000001}
                max={0.999999}
                percent
                onChange={(next) => set({ share: next })}
              />
            ) : (
              <>
                <NumberField
                  label={t('length.mean', { metric: metric.key })}
                  description={t('length.fromHistory', {
                    value: found?.baseline.source === 'history' ? format.count(shown) : '–',
                  })}
                  value={mean}
                  min={-1e12}
                  max={1e12}
                  onChange={(next) => set({ mean: next })}
                />
                <NumberField
                  label={t('length.deviation')}
                  description={t('length.fromHistory', {
                    value:
                      found?.baseline.source === 'history'
                        ? format.count(found.baseline.standardDeviation)
                        : '–',
                  })}
                  value={deviation}
                  min={1e-9}
                  max={1e12}
                  onChange={(next) => set({ deviation: next })}
                />
              </>
            )}
          </div>
        </details>
      </Card>
      {noHistory ? (
        <EmptyState title={t('length.noHistory', { metric: metric.key })}>
          {t('length.noHistoryHint')}
        </EmptyState>
      ) : answer.error ? (
        <ErrorState error={answer.error} onRetry={() => answer.refetch()} />
      ) : request === undefined ? (
        <EmptyState title={t('length.incomplete')}>{t('length.incompleteHint')}</EmptyState>
      ) : (
        <>
          <PowerFigures answer={found} asks={asks} variants={definition.variants.length} />
          <PowerCurve
            answer={found}
            minimumEffect={asks === 'days' ? plan.minimumEffect : undefined}
            action={
              <Button
                variant="default"
                size="compact-sm"
                disabled={found === undefined || found.days === null}
                onClick={() => {
                  if (found === undefined || found.days === null) return;
                  onChange({
                    ...definition,
                    plan: { ...plan, plannedDays: found.days, plannedSample: Math.max(2, found.pairSample) },
                  });
                }}
              >
                {t('length.adopt')}
              </Button>
            }
          />
        </>
      )}
      <PlanForm definition={definition} onChange={onChange} />
    </>
  );
}
