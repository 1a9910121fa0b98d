import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { ApiError } from '@personalize/sdk';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useTrain } from '../../../api/models.ts';
import { useMay } from '../../../api/use-may.ts';
import { Card } from '../../../components/card.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { Notice } from '../../../components/notice.tsx';
import { useFieldWords, wordsOfField } from '../../../components/use-words.ts';
import { NumberField } from '../shared/number-field.tsx';
import css from '../shared/shared.module.css';
import {
  defaults,
  isValid,
  type NumberName,
  numberRules,
  type TrainFields,
  toRequest,
} from './train-fields.ts';
import own from './train-form.module.css';

/** What to learn from, how, and what to do with the result; every field may be left alone. */
export function TrainForm({
  name,
  fields,
  onChange,
  onStart,
}: {
  name: string;
  fields: TrainFields;
  onChange: (fields: TrainFields) => void;
  onStart: (job: string) => void;
}) {
  const { t } = useTranslation();
  const may = useMay('models:write');
  const training = useTrain();
  const refusals =
    training.error instanceof ApiError ? training.error.problem.errors.filter(({ path }) => path !== '') : [];
  const wordsAt = useFieldWords(training.error);
  const set = (change: Partial<TrainFields>) => {
    training.reset();
    onChange({ ...fields, ...change });
  };
  const number = (field: NumberName, label: string, hint?: string) => (
    <NumberField
      label={label}
      {...(hint === undefined ? {} : { hint })}
      rule={numberRules[field]}
      value={fields[field]}
      onChange={(value) => set({ [field]: value })}
      refusal={wordsAt(numberRules[field].path)}
    />
  );
  if (!may) return <Notice>{t('models.viewerHint')}</Notice>;
  return (
    <Card title={t('modelTrain.form', { name })} unit={t('modelTrain.formUnit')}>
      <form
        noValidate
        className={own.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!isValid(fields)) return;
          training.mutate({ name, body: toRequest(fields) }, { onSuccess: ({ id }) => onStart(id) });
        }}
      >
        <Group name={t('modelTrain.source')}>
          <Select
            label={t('modelTrain.from')}
            description={t('modelTrain.fromHint')}
            allowDeselect={false}
            value={fields.from}
            onChange={(value) => value && set({ from: value })}
            data={[
              { value: 'auto' as const, label: t('modelTrain.fromAuto') },
              { value: 'decisions' as const, label: t('modelTrain.fromDecisions') },
              { value: 'purchases' as const, label: t('modelTrain.fromPurchases') },
            ]}
          />
          <Select
            label={t('modelTrain.label')}
            description={t('modelTrain.labelHint')}
            allowDeselect={false}
            value={fields.label}
            onChange={(value) => value !== null && set({ label: value })}
            data={[
              { value: '' as const, label: t('modelTrain.labelDefault') },
              { value: 'click' as const, label: t('modelTrain.click') },
              { value: 'conversion' as const, label: t('modelTrain.conversion') },
              { value: 'value' as const, label: t('modelTrain.valueLabel') },
            ]}
          />
        </Group>
        <Group name={t('modelTrain.window')}>
          {number('trainDays', t('modelTrain.trainDays'), t('modelTrain.trainDaysHint'))}
          {number('validationDays', t('modelTrain.validationDays'), t('modelTrain.validationDaysHint'))}
          {number('testDays', t('modelTrain.testDays'), t('modelTrain.testDaysHint'))}
        </Group>
        <Group name={t('modelTrain.learner')}>
          <Select
            label={t('modelTrain.objective')}
            allowDeselect={false}
            value={fields.objective}
            onChange={(value) => value && set({ objective: value })}
            data={[
              { value: 'lambdaMart' as const, label: t('modelTrain.lambdaMart') },
              { value: 'logistic' as const, label: t('modelTrain.logistic') },
            ]}
          />
          {number(
            'iterations',
            t('modelTrain.iterations'),
            t('modelTrain.iterationsHint', { value: defaults.iterations }),
          )}
          {number(
            'learningRate',
            t('modelTrain.learningRate'),
            t('modelTrain.learningRateHint', { value: defaults.learningRate }),
          )}
          {number(
            'maxDepth',
            t('modelTrain.maxDepth'),
            t('modelTrain.maxDepthHint', { value: defaults.maxDepth }),
          )}
          {number('seed', t('modelTrain.seed'), t('modelTrain.seedHint'))}
          {number('threads', t('modelTrain.threads'), t('modelTrain.threadsHint'))}
          <label className={`${css.check} ${own.whole}`}>
            <input
              type="checkbox"
              checked={fields.biasCorrection}
              onChange={(event) => set({ biasCorrection: event.currentTarget.checked })}
            />
            {t('modelTrain.bias')}
          </label>
        </Group>
        <Group name={t('modelTrain.record')}>
          <Textarea
            label={t('modelTrain.notes')}
            rows={2}
            maxLength={10_000}
            value={fields.notes}
            onChange={(event) => set({ notes: event.currentTarget.value })}
          />
          <TextInput
            label={t('modelTrain.tags')}
            description={t('model.tagsHint')}
            value={fields.tags}
            onChange={(event) => set({ tags: event.currentTarget.value })}
          />
          <label className={`${css.check} ${own.whole}`}>
            <input
              type="checkbox"
              checked={fields.promote}
              onChange={(event) => set({ promote: event.currentTarget.checked })}
            />
            {t('modelTrain.promote')}
          </label>
        </Group>
        {training.error &&
          (refusals.length > 0 ? (
            <div role="alert" className={css.bad}>
              <p>{t('modelTrain.refused')}</p>
              {refusals.map((one) => (
                <p key={one.path}>
                  <code>{one.path}</code> {wordsOfField(t, one)}
                </p>
              ))}
            </div>
          ) : (
            <ErrorState error={training.error} />
          ))}
        <div className={css.buttons}>
          <Button type="submit" disabled={!isValid(fields)} loading={training.isPending}>
            {t('modelTrain.start')}
          </Button>
        </div>
      </form>
    </Card>
  );
}

function Group({ name, children }: { name: string; children: ReactNode }) {
  return (
    <fieldset className={own.group}>
      <legend>{name}</legend>
      <div className={own.fields}>{children}</div>
    </fieldset>
  );
}
