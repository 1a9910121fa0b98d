import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type PipelineSchedule, useSavePipelineSchedule } from '../../api/pipeline.ts';
import { readCron, type When, writeCron } from '../../components/schedule/when.ts';
import { WhenFields } from '../../components/schedule/when-fields.tsx';
import { useWords } from '../../components/use-words.ts';
import { useFormat } from '../../format/use-format.ts';
import css from './pipeline.module.css';

const commands = ['build', 'run', 'test'] as const;
const names = /^[a-z0-9][a-z0-9-]{0,49}$/;

/** A new schedule, or another time and work for one; times are in the zone that it has, a new one's is the reader's. */
export function ScheduleForm({
  schedule,
  taken,
  onClose,
}: {
  schedule: PipelineSchedule | undefined;
  taken: readonly string[];
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useWords();
  const saving = useSavePipelineSchedule();
  const [name, setName] = useState(schedule?.name ?? '');
  const [when, setWhen] = useState<When>(readCron(schedule?.cron ?? '0 3 * * *'));
  const [command, setCommand] = useState<string>(schedule?.run.command ?? 'build');
  const [select, setSelect] = useState(schedule?.run.select?.join(' ') ?? '');
  const timeZone = schedule === undefined ? format.timeZone : schedule.timeZone;
  const isTaken = schedule === undefined && taken.includes(name);
  const badName = name !== '' && !names.test(name);
  const save = () =>
    saving.mutate(
      {
        name,
        body: {
          cron: writeCron(when),
          enabled: schedule?.enabled ?? true,
          ...(timeZone === undefined ? {} : { timeZone }),
          run: {
            ...schedule?.run,
            command: commands.find((one) => one === command) ?? 'build',
            select: select.trim() === '' ? [] : [select.trim()],
          },
        },
      },
      { onSuccess: onClose },
    );
  return (
    <form
      className={css.schedule}
      aria-label={schedule?.name ?? t('pipelineSchedule.add')}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <TextInput
        label={t('pipeline.name')}
        description={t('pipelineSchedule.nameHint')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={name}
        maxLength={50}
        disabled={schedule !== undefined}
        error={isTaken ? t('pipelineSchedule.taken') : badName ? t('pipelineSchedule.badName') : undefined}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
      <WhenFields when={when} disabled={false} onChange={setWhen} />
      <Select
        label={t('pipeline.command')}
        allowDeselect={false}
        value={command}
        onChange={(value) => setCommand(value ?? 'build')}
        data={commands.map((value) => ({ value, label: t(`pipelineCommand.${value}`) }))}
      />
      <TextInput
        label={t('pipelineSchedule.select')}
        value={select}
        maxLength={500}
        onChange={({ currentTarget }) => setSelect(currentTarget.value)}
      />
      <div className={css.buttons}>
        <Button type="submit" loading={saving.isPending} disabled={name === '' || isTaken || badName}>
          {t('pipelineSchedule.save')}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t('pipelineSchedule.cancel')}
        </Button>
      </div>
      <p className={css.zone}>
        {t('pipelineSchedule.zone', { zone: timeZone ?? t('pipelineSchedule.serverZone') })}
      </p>
      {saving.error && (
        <p className={css.wrong} role="alert">
          {t('pipelineSchedule.refused')} {words(saving.error)}
        </p>
      )}
    </form>
  );
}
