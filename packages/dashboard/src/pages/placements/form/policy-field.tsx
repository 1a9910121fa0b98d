import { Select, TagsInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { client } from '../../../api/client.ts';
import type { Policy } from '../../../api/placements.ts';
import { numberText, typedNumber } from '../../../format/typed-number.ts';
import { problemAt } from '../problems.ts';
import { freshPolicy, policyKinds } from '../settings.ts';
import type { FieldProps } from './field-props.ts';
import css from './form.module.css';
import { NumberInput } from './number-input.tsx';
import {
  fieldsOf,
  hasContext,
  isWhole,
  type NumberField,
  rewardsOf,
  settingOf,
  withSetting,
} from './policy-fields.ts';

/** The rule that picks from the scored candidates, and how it learns. */
export function PolicyField({ value, onChange, problems, path }: FieldProps<Policy> & { path: string }) {
  const { t } = useTranslation();
  const { main, more } = fieldsOf[value.kind];
  const rewards = rewardsOf(value);
  const set = (name: string, next: unknown) => onChange(withSetting(value, name, next));
  const numbers = (names: readonly NumberField[]) =>
    names.map((name) => (
      <NumberInput
        key={name}
        label={t(`policySetting.${name}`)}
        hint={t(`policySettingHint.${name}`)}
        whole={isWhole(name)}
        value={settingOf(value, name) as number | undefined}
        error={problemAt(problems, `${path}/${name}`)}
        onChange={(next) => set(name, next)}
      />
    ));
  const hidden = [...more, 'halfLife', 'examination', 'features'].some((name) =>
    problems.has(`${path}/${name}`),
  );
  return (
    <>
      <div className={css.row}>
        <Select
          label={t('placementForm.policyKind')}
          description={t(`policyMeaning.${value.kind}`)}
          allowDeselect={false}
          value={value.kind}
          error={problemAt(problems, path) ?? problemAt(problems, `${path}/kind`)}
          data={policyKinds.map((kind) => ({ value: kind, label: t(`policyKind.${kind}`) }))}
          onChange={(kind) => onChange(freshPolicy(policyKinds.find((one) => one === kind) ?? 'greedy'))}
        />
        {rewards.length > 0 && (
          <Select
            label={t('placementForm.reward')}
            description={t('placementForm.rewardHint')}
            allowDeselect={false}
            value={String(settingOf(value, 'reward') ?? 'click')}
            error={problemAt(problems, `${path}/reward`)}
            data={rewards.map((reward) => ({ value: reward, label: t(`rewardName.${reward}`) }))}
            onChange={(reward) => set('reward', reward)}
          />
        )}
        {numbers(main)}
      </div>
      {(more.length > 0 || rewards.length > 0) && (
        <details className={css.more} open={hidden || undefined}>
          <summary>{t('placementForm.morePolicy')}</summary>
          <div className={css.row}>
            {numbers(more)}
            {rewards.length > 0 && <LearningFields value={value} set={set} problems={problems} path={path} />}
          </div>
        </details>
      )}
    </>
  );
}

function LearningFields({
  value,
  set,
  problems,
  path,
}: Omit<FieldProps<Policy>, 'onChange'> & { set: (name: string, next: unknown) => void; path: string }) {
  const { t } = useTranslation();
  const features = useQuery({
    queryKey: ['features'],
    queryFn: ({ signal }) => client.request('GET /v1/features', {}, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: hasContext(value),
  });
  const list = (name: string) => (settingOf(value, name) as (string | number)[] | undefined) ?? [];
  return (
    <>
      <TextInput
        label={t('policySetting.halfLife')}
        description={t('policySettingHint.halfLife')}
        value={String(settingOf(value, 'halfLife') ?? '')}
        error={problemAt(problems, `${path}/halfLife`)}
        onChange={(event) => set('halfLife', event.currentTarget.value.trim() || undefined)}
      />
      <TagsInput
        label={t('policySetting.examination')}
        description={t('policySettingHint.examination')}
        value={list('examination').map((one) => numberText(Number(one)))}
        allowDuplicates
        error={problemAt(problems, `${path}/examination`, true)}
        onChange={(next) => {
          const chances = next.flatMap((text) => typedNumber(text) ?? []);
          set('examination', chances.length === 0 ? undefined : chances);
        }}
      />
      {hasContext(value) && (
        <TagsInput
          label={t('policySetting.features')}
          description={t('policySettingHint.features')}
          value={list('features').map(String)}
          data={features.data?.data.map(({ name }) => name) ?? []}
          error={problemAt(problems, `${path}/features`, true)}
          onChange={(next) => set('features', next.length === 0 ? undefined : next)}
        />
      )}
    </>
  );
}
