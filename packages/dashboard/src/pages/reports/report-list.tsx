import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconDots, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import {
  inputOf,
  type ReportSchedule,
  useRemoveSchedule,
  useReportSchedules,
  useRestoreSchedule,
  useRunSchedule,
  useSaveSchedule,
} from '../../api/reports.ts';
import { useMay } from '../../api/use-may.ts';
import { Card } from '../../components/card.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { Notice } from '../../components/notice.tsx';
import { Page } from '../../components/page.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { useWhenWords } from '../../components/schedule/when-words.ts';
import { useFormat } from '../../format/use-format.ts';
import { FilesCard } from './files-card.tsx';
import css from './reports.module.css';
import { RunTag } from './run-tag.tsx';
import { WholeDataCard } from './whole-data-card.tsx';

/** Scheduled reports with their last and next run, and what there is to download. */
export function ReportList() {
  const { t } = useTranslation();
  const format = useFormat();
  const whenWords = useWhenWords();
  const { data, error, refetch } = useReportSchedules();
  const may = useMay('experiments:write');
  const admin = useMay('admin');
  const saving = useSaveSchedule();
  const removing = useRemoveSchedule();
  const running = useRunSchedule();
  const restoring = useRestoreSchedule();
  const [removed, setRemoved] = useState<ReportSchedule>();
  const failure = saving.error ?? removing.error ?? restoring.error ?? running.error;
  const remove = (schedule: ReportSchedule) =>
    removing.mutate(schedule.id, { onSuccess: () => setRemoved(schedule) });
  const add = may && (
    <Button component={Link} href="/reports/new" size="xs" leftSection={<IconPlus size={14} />}>
      {t('reports.new')}
    </Button>
  );
  const actions = (schedule: ReportSchedule) => (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('reports.actionsOf', { name: schedule.name })}
        >
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => running.mutate({ id: schedule.id, test: false })}>
          {t('reports.run')}
        </Menu.Item>
        <Menu.Item onClick={() => running.mutate({ id: schedule.id, test: true })}>
          {t('reports.test')}
        </Menu.Item>
        <Menu.Item
          onClick={() =>
            saving.mutate({ id: schedule.id, input: { ...inputOf(schedule), enabled: !schedule.enabled } })
          }
        >
          {schedule.enabled ? t('reports.pause') : t('reports.resume')}
        </Menu.Item>
        <Menu.Item onClick={() => remove(schedule)}>{t('reports.remove')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
  return (
    <Page title={t('section.reports')} bar={add}>
      {removed && (
        <Notice>
          {t('reports.removed', { name: removed.name })}{' '}
          <Button
            variant="default"
            size="compact-xs"
            loading={restoring.isPending}
            onClick={() => restoring.mutate(removed.id, { onSuccess: () => setRemoved(undefined) })}
          >
            {t('reports.undo')}
          </Button>
        </Notice>
      )}
      {failure && <ErrorState error={failure} />}
      <Card title={t('section.reports')} unit={t('reports.unit')}>
        {error ? (
          <ErrorState error={error} onRetry={() => refetch()} />
        ) : (
          <DataTable<ReportSchedule>
            caption={t('section.reports')}
            rows={data}
            rowKey={({ id }) => id}
            file={{}}
            empty={
              <EmptyState title={t('reports.none')} action={add}>
                {t('reports.noneHint')}
              </EmptyState>
            }
            columns={[
              {
                key: 'name',
                name: t('reports.name'),
                file: { value: ({ name, report }) => `${name} (${report.format.toUpperCase()})` },
                cell: ({ id, name, report }) => (
                  <>
                    <Link className={css.link} href={`/reports/${id}`}>
                      {name}
                    </Link>
                    <span className={css.second}>{report.format.toUpperCase()}</span>
                  </>
                ),
              },
              {
                key: 'schedule',
                name: t('reports.schedule'),
                cell: ({ cron, timeZone }) => (
                  <>
                    {whenWords(cron)}
                    <span className={css.second}>{timeZone}</span>
                  </>
                ),
              },
              {
                key: 'to',
                name: t('reports.recipients'),
                secondary: true,
                cell: ({ to }) =>
                  [...(to.emails ?? []), ...(to.webhook ? [new URL(to.webhook.url).host] : []), to.folder]
                    .filter(Boolean)
                    .join(', '),
              },
              {
                key: 'last',
                name: t('reports.lastRun'),
                file: {
                  value: ({ lastRun }) =>
                    lastRun === null
                      ? t('reports.never')
                      : `${t(`reportState.${lastRun.state}`)}, ${format.dateTime(Date.parse(lastRun.startedAt))}`,
                },
                cell: ({ lastRun }) =>
                  lastRun === null ? (
                    t('reports.never')
                  ) : (
                    <>
                      <RunTag run={lastRun} />
                      <span className={css.second}>
                        <RelativeTime at={lastRun.startedAt} />
                      </span>
                    </>
                  ),
              },
              {
                key: 'next',
                name: t('reports.nextRun'),
                file: {
                  type: 'time',
                  value: ({ nextRun }) => (nextRun === null ? null : Date.parse(nextRun)),
                },
                secondary: true,
                cell: ({ nextRun }) =>
                  nextRun === null ? t('reports.paused') : format.dateTime(Date.parse(nextRun)),
              },
              ...(may ? [{ key: 'actions', name: '', width: '44px', cell: actions }] : []),
            ]}
          />
        )}
      </Card>
      {admin && <WholeDataCard />}
      <FilesCard />
    </Page>
  );
}
