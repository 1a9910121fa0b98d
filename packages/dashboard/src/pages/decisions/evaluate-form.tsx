import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type EvaluationRequest, useChoices, useEvaluate } from '../../api/decisions.ts';
import { useUrlState } from '../../api/use-url-state.ts';
import { Card } from '../../components/card.tsx';
import { SelectFilter } from '../../components/filter-bar.tsx';
import { useFieldWords, useWords } from '../../components/use-words.ts';
import { typedNumber } from '../../format/typed-number.ts';
import css from './decisions.module.css';
import {
  type EstimatorSet,
  estimatorSets,
  estimatorsOf,
  learningKinds,
  type Period,
  periodFrom,
  periods,
  policyKinds,
  rewards,
} from './options.ts';

/** Where each field stands in the request. */
const places = {
  epsilon: '/policy/epsilon',
  temperature: '/policy/temperature',
  attributionHours: '/attributionHours',
} as const;
type Field = keyof typeof places;

/** What to judge, and on which part of the log. */
export function EvaluateForm({ onStarted }: { onStarted: (id: string) => void }) {
  const { t } = useTranslation();
  const { placements, models } = useChoices();
  const [kind, setKind] = useUrlState('policy');
  const [model, setModel] = useUrlState('model');
  const [placement, setPlacement] = useUrlState('placement');
  const [period, setPeriod] = useUrlState('period');
  const [reward, setReward] = useUrlState('reward');
  const [numbers, setNumbers] = useState<Record<Field, string>>({
    ...{ epsilon: '0.1', temperature: '0.3', attributionHours: '24' },
  });
  const [open, setOpen] = useUrlState('open');
  const [estimators, setEstimators] = useUrlState('estimators');
  const evaluate = useEvaluate();
  const words = useWords();
  const wordsAt = useFieldWords(evaluate.error);
  const besideField = Object.values(places).some((place) => wordsAt(place) !== undefined);
  const [segment, setSegment] = useUrlState('segment');
  const [taught, setTaught] = useUrlState('taught');
  const policy = kind || 'greedy';
  const learns = learningKinds.some((known) => known === policy);
  const segments =
    placements
      .find(({ name }) => name === (placement || 'home'))
      ?.segmentPolicies?.map((one) => one.segment) ?? [];

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const number = (field: Field) => typedNumber(numbers[field]) ?? Number.NaN;
    const body: EvaluationRequest = {
      policy: {
        kind: policy as EvaluationRequest['policy']['kind'],
        ...(model === '' ? {} : { model }),
        ...(policy === 'epsilonGreedy' ? { epsilon: number('epsilon') } : {}),
        ...(policy === 'softmax' ? { temperature: number('temperature') } : {}),
        ...(learns && segments.includes(segment) ? { segment } : {}),
      },
      placement: placement || 'home',
      reward: (reward || 'click') as NonNullable<EvaluationRequest['reward']>,
      attributionHours: number('attributionHours'),
      includeOpen: open === 'take',
      ...(learns && taught === 'take' ? { includeLearnedFrom: true } : {}),
      ...periodFrom((period || '30d') as Period),
      ...estimatorsOf((estimators || 'all') as EstimatorSet),
    };
    evaluate.mutate(body, { onSuccess: ({ id }) => onStarted(id) });
  };
  const numberField = (field: Field, label: string) => (
    <TextInput
      label={label}
      inputMode="decimal"
      value={numbers[field]}
      onChange={({ currentTarget: { value } }) => setNumbers({ ...numbers, [field]: value })}
      error={wordsAt(places[field])}
    />
  );

  return (
    <Card title={t('decisions.question')} unit={t('decisions.questionUnit')}>
      <form className={css.form} onSubmit={submit}>
        <div className={css.fields}>
          <SelectFilter
            label={t('decisions.policy')}
            value={policy}
            options={policyKinds.map((value) => ({ value, label: t(`decisionPolicy.${value}`) }))}
            onChange={setKind}
          />
          {policy === 'epsilonGreedy' && numberField('epsilon', t('decisions.epsilon'))}
          {policy === 'softmax' && numberField('temperature', t('decisions.temperature'))}
          <SelectFilter
            label={t('decisions.ranker')}
            all={t('decisions.placementRanker')}
            value={model}
            options={models.flatMap(({ name, latest }) => modelOptions(name, latest?.version))}
            onChange={setModel}
          />
          <SelectFilter
            label={t('decisions.placement')}
            value={placement || 'home'}
            options={placements.map(({ name, title }) => ({ value: name, label: title }))}
            onChange={setPlacement}
          />
          <SelectFilter
            label={t('decisions.period')}
            value={period || '30d'}
            options={periods.map((value) => ({ value, label: t(`decisionPeriod.${value}`) }))}
            onChange={setPeriod}
          />
          <SelectFilter
            label={t('decisions.reward')}
            value={reward || 'click'}
            options={rewards.map((value) => ({ value, label: t(`decisionReward.${value}`) }))}
            onChange={setReward}
          />
          {numberField('attributionHours', t('decisions.attribution'))}
          <SelectFilter
            label={t('decisions.openWindows')}
            value={open || 'leave'}
            options={(['leave', 'take'] as const).map((value) => ({
              value,
              label: t(`decisionOpen.${value}`),
            }))}
            onChange={(value) => setOpen(value === 'leave' ? '' : value)}
          />
          {learns && segments.length > 0 && (
            <SelectFilter
              label={t('decisions.whose')}
              all={t('decisions.placementOwn')}
              value={segment}
              options={segments.map((value) => ({ value, label: value }))}
              onChange={setSegment}
            />
          )}
          {learns && (
            <SelectFilter
              label={t('decisions.taught')}
              value={taught || 'leave'}
              options={(['leave', 'take'] as const).map((value) => ({
                value,
                label: t(`decisionTaught.${value}`),
              }))}
              onChange={(value) => setTaught(value === 'leave' ? '' : value)}
            />
          )}
          <SelectFilter
            label={t('decisions.estimators')}
            value={estimators || 'all'}
            options={estimatorSets.map((value) => ({ value, label: t(`decisionEstimators.${value}`) }))}
            onChange={(value) => setEstimators(value === 'all' ? '' : value)}
          />
        </div>
        {learns && <p className={css.muted}>{t('decisions.frozenHint')}</p>}
        {evaluate.error && !besideField && (
          <p role="alert" className={css.error}>
            {words(evaluate.error)}
          </p>
        )}
        <div className={css.buttons}>
          <Button type="submit" size="sm" loading={evaluate.isPending}>
            {t('decisions.evaluate')}
          </Button>
        </div>
      </form>
    </Card>
  );
}

function modelOptions(name: string, version: number | undefined): { value: string; label: string }[] {
  if (name === 'heuristic' || version === undefined) return [{ value: name, label: name }];
  return Array.from({ length: Math.min(version, 10) }, (_, i) => `${name}@${version - i}`).map((value) => ({
    value,
    label: value,
  }));
}
