import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type ScheduleRequest,
  type TrainSchedule,
  usePutSchedule,
  useRemoveSchedule,
} from '../../../api/models.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { useFieldWords } from '../../../components/use-words.ts';
import { numberText } from '../../../format/typed-number.ts';
import { Facts } from '../shared/facts.tsx';
import { NumberField } from '../shared/number-field.tsx';
import { type NumberRule, readNumber } from '../shared/number-rule.ts';
import css from '../shared/shared.module.css';

const rewardsRule: NumberRule = { min: 1, whole: true };
const driftRule: NumberRule = { above: 0, max: 100 };

/** The clock, the count of new outcomes and the drift that start a training. Viewers see what is set. */
export function ScheduleForm({
  name,
  schedule,
  may,
}: {
  name: string;
  schedule: TrainSchedule | null;
  may: boolean;
}) {
  const { t } = useTranslation();
  const [enabled, setEnabled] = useState(schedule?.enabled ?? true);
  const [cron, setCron] = useState(schedule?.cron ?? '');
  const [timeZone, setTimeZone] = useState(schedule?.timeZone ?? '');
  const [newRewards, setNewRewards] = useState(String(schedule?.newRewards ?? ''));
  const [drift, setDrift] = useState(schedule?.drift === undefined ? '' : numberText(schedule.drift));
  const saving = usePutSchedule(name);
  const removing = useRemoveSchedule(name);
  const cronError = useFieldWords(saving.error)('/cron');
  const rewardsRead = readNumber(newRewards, rewardsRule);
  const driftRead = readNumber(drift, driftRule);
  const valid = rewardsRead.problem === undefined && driftRead.problem === undefined;
  const empty = [cron, newRewards, drift].every((value) => value.trim() === '');
  if (!may) {
    return (
      <Facts
        facts={[
          { key: 'cron', name: t('modelSchedule.cron'), value: cron || '–' },
          { key: 'zone', name: t('modelSchedule.zone'), value: timeZone || '–' },
          { key: 'rewards', name: t('modelSchedule.newRewards'), value: newRewards || '–' },
          { key: 'drift', name: t('modelSchedule.drift'), value: drift || '–' },
        ]}
      />
    );
  }
  const request: ScheduleRequest = {
    enabled,
    ...(cron.trim() === '' ? {} : { cron: cron.trim() }),
    ...(timeZone.trim() === '' ? {} : { timeZone: timeZone.trim() }),
    ...(rewardsRead.value === undefined ? {} : { newRewards: rewardsRead.value }),
    ...(driftRead.value === undefined ? {} : { drift: driftRead.value }),
    // What the schedule trains with was set elsewhere and stays.
    ...(schedule?.train === undefined ? {} : { train: schedule.train }),
  };
  return (
    <form
      className={css.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!empty && valid) saving.mutate(request);
      }}
    >
      <label className={css.check}>
        <input
          type="checkbox"
          checked={enabled}
          onChange={(event) => setEnabled(event.currentTarget.checked)}
        />
        {t('modelSchedule.enabled')}
      </label>
      <div className={css.columns}>
        <TextInput
          label={t('modelSchedule.cron')}
          description={t('modelSchedule.cronHint')}
          error={cronError}
          value={cron}
          onChange={(event) => setCron(event.currentTarget.value)}
        />
        <TextInput
          label={t('modelSchedule.zone')}
          description={t('modelSchedule.zoneHint')}
          value={timeZone}
          onChange={(event) => setTimeZone(event.currentTarget.value)}
        />
        <NumberField
          label={t('modelSchedule.newRewards')}
          hint={t('modelSchedule.newRewardsHint')}
          rule={rewardsRule}
          value={newRewards}
          onChange={setNewRewards}
        />
        <NumberField
          label={t('modelSchedule.drift')}
          hint={t('modelSchedule.driftHint')}
          rule={driftRule}
          value={drift}
          onChange={setDrift}
        />
      </div>
      {saving.error && cronError === undefined && <ErrorState error={saving.error} />}
      {removing.error && <ErrorState error={removing.error} />}
      <div className={css.buttons}>
        <span role="status" className={css.muted}>
          {empty ? t('modelSchedule.needOne') : saving.isSuccess ? t('modelSchedule.saved') : ''}
        </span>
        {schedule !== null && (
          <Button
            variant="default"
            size="xs"
            loading={removing.isPending}
            onClick={() => removing.mutate(undefined)}
          >
            {t('modelSchedule.remove')}
          </Button>
        )}
        <Button type="submit" size="xs" disabled={empty || !valid} loading={saving.isPending}>
          {t('modelSchedule.save')}
        </Button>
      </div>
    </form>
  );
}
