import { Button, Switch } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type PipelineSchedule,
  type ScheduleInput,
  usePipelineSchedules,
  useRemovePipelineSchedule,
  useSavePipelineSchedule,
} from '../../api/pipeline.ts';
import { useMay } from '../../api/use-may.ts';
import { Card } from '../../components/card.tsx';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { Notice } from '../../components/notice.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { useWhenWords } from '../../components/schedule/when-words.ts';
import { useFormat } from '../../format/use-format.ts';
import css from './pipeline.module.css';
import { ScheduleForm } from './schedule-form.tsx';

/** When the pipeline runs by itself: seen by all, edited by who may. */
export function SchedulesCard({ onRun }: { onRun: (id: string) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const whenWords = useWhenWords();
  const may = useMay('models:write');
  const { data, error, refetch } = usePipelineSchedules();
  const saving = useSavePipelineSchedule();
  const removing = useRemovePipelineSchedule();
  const [edited, edit] = useState<PipelineSchedule | 'new'>();
  const [removed, setRemoved] = useState<PipelineSchedule>();
  const put = (schedule: PipelineSchedule, change: Partial<ScheduleInput> = {}) =>
    saving.mutate(
      { name: schedule.name, body: { ...inputOf(schedule), ...change } },
      { onSuccess: () => setRemoved(undefined) },
    );
  const failure = saving.error ?? removing.error;
  const add = may && edited === undefined && (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<IconPlus size={14} aria-hidden="true" />}
      onClick={() => edit('new')}
    >
      {t('pipelineSchedule.add')}
    </Button>
  );
  const columns: Column<PipelineSchedule>[] = [
    {
      key: 'name',
      name: t('pipeline.name'),
      file: { value: ({ name }) => name },
      cell: (schedule) =>
        may ? (
          <button type="button" className={css.link} onClick={() => edit(schedule)}>
            {schedule.name}
          </button>
        ) : (
          schedule.name
        ),
    },
    {
      key: 'when',
      name: t('pipelineSchedule.when'),
      file: {
        value: ({ cron, timeZone }) => `${whenWords(cron)} (${timeZone ?? t('pipelineSchedule.serverZone')})`,
      },
      cell: ({ cron, timeZone }) => (
        <span className={css.name}>
          {whenWords(cron)}
          <span className={css.muted}>{timeZone ?? t('pipelineSchedule.serverZone')}</span>
        </span>
      ),
    },
    {
      key: 'what',
      name: t('pipeline.command'),
      secondary: true,
      cell: ({ run }) => (
        <span className={css.name}>
          {t(`pipelineCommand.${run.command ?? 'build'}`)}
          <span className={css.muted}>{run.select?.join(' ')}</span>
        </span>
      ),
    },
    {
      key: 'last',
      name: t('pipelineSchedule.last'),
      file: { type: 'time', value: ({ last }) => last && Date.parse(last.at) },
      cell: ({ last }) => {
        if (last === null) return t('pipeline.notYet');
        const { at, jobId, problem } = last;
        return (
          <span className={css.name}>
            {jobId === null ? (
              <RelativeTime at={at} />
            ) : (
              <button type="button" className={css.link} onClick={() => onRun(jobId)}>
                <RelativeTime at={at} />
              </button>
            )}
            {problem !== null && (
              <span className={css.wrong}>
                {t('pipelineSchedule.notStarted')} <span lang="en">{problem}</span>
              </span>
            )}
          </span>
        );
      },
    },
    {
      key: 'next',
      name: t('pipelineSchedule.next'),
      file: { type: 'time', value: ({ nextRun }) => nextRun && Date.parse(nextRun) },
      cell: ({ nextRun }) =>
        nextRun === null ? t('pipelineSchedule.off') : format.dateTime(Date.parse(nextRun)),
    },
    ...(may
      ? [
          {
            key: 'on',
            name: t('pipelineSchedule.on'),
            file: {
              value: ({ enabled }: PipelineSchedule) =>
                enabled ? t('pipelineSchedule.on') : t('pipelineSchedule.off'),
            },
            cell: (schedule: PipelineSchedule) => (
              <Switch
                aria-label={t('pipelineSchedule.onOf', { name: schedule.name })}
                checked={schedule.enabled}
                onChange={({ currentTarget }) => put(schedule, { enabled: currentTarget.checked })}
              />
            ),
          },
          {
            key: 'remove',
            name: '',
            cell: (schedule: PipelineSchedule) => (
              <Button
                size="compact-xs"
                variant="subtle"
                color="gray"
                aria-label={t('pipelineSchedule.removeOf', { name: schedule.name })}
                onClick={() =>
                  removing.mutate(schedule.name, {
                    onSuccess: () => {
                      setRemoved(schedule);
                      edit(undefined);
                    },
                  })
                }
              >
                {t('pipelineSchedule.remove')}
              </Button>
            ),
          },
        ]
      : []),
  ];
  return (
    <Card title={t('pipelineSchedule.title')} unit={t('pipelineSchedule.unit')} actions={add}>
      <div className={css.stack}>
        {removed && (
          <Notice>
            {t('pipelineSchedule.removed', { name: removed.name })}{' '}
            <Button
              variant="subtle"
              size="compact-xs"
              loading={saving.isPending}
              onClick={() => put(removed)}
            >
              {t('action.undo')}
            </Button>
          </Notice>
        )}
        {failure && edited === undefined && <ErrorState error={failure} />}
        {edited !== undefined && (
          <ScheduleForm
            key={edited === 'new' ? '' : edited.name}
            schedule={edited === 'new' ? undefined : edited}
            taken={(data ?? []).map(({ name }) => name)}
            onClose={() => edit(undefined)}
          />
        )}
        {error ? (
          <ErrorState error={error} onRetry={() => refetch()} />
        ) : (
          <DataTable<PipelineSchedule>
            caption={t('pipelineSchedule.title')}
            rows={data}
            rowKey={({ name }) => name}
            columns={columns}
            file={{}}
            empty={
              <EmptyState title={t('pipelineSchedule.none')}>{t('pipelineSchedule.noneHint')}</EmptyState>
            }
          />
        )}
      </div>
    </Card>
  );
}

/** What a schedule was made of. */
function inputOf({ cron, enabled, timeZone, run }: PipelineSchedule): ScheduleInput {
  return { cron, enabled, run, ...(timeZone === undefined ? {} : { timeZone }) };
}
