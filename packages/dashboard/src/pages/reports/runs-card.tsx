import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type ReportSchedule, useReportRuns, useRunSchedule } from '../../api/reports.ts';
import { useMay } from '../../api/use-may.ts';
import { Card } from '../../components/card.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { useFailureWords } from '../../components/use-words.ts';
import { RunTag } from './run-tag.tsx';

/** What came of a schedule's runs; run it now, or as a test. */
export function RunsCard({ schedule: { id } }: { schedule: ReportSchedule }) {
  const { t } = useTranslation();
  const may = useMay('experiments:write');
  const failureWords = useFailureWords();
  const { data, error, refetch } = useReportRuns(id);
  const running = useRunSchedule();
  const busy = running.isPending || data?.[0]?.state === 'running';
  const button = (test: boolean) => (
    <Button variant="default" size="compact-sm" disabled={busy} onClick={() => running.mutate({ id, test })}>
      {test ? t('reports.test') : t('reports.run')}
    </Button>
  );
  return (
    <Card
      title={t('reports.runs')}
      unit={t('reports.runsUnit')}
      actions={
        may && (
          <>
            {button(true)}
            {button(false)}
          </>
        )
      }
    >
      {(error ?? running.error) ? (
        <ErrorState error={(error ?? running.error) as Error} onRetry={() => refetch()} />
      ) : (
        <DataTable
          caption={t('reports.runs')}
          rows={data}
          rowKey={(run) => run.id}
          file={{}}
          expectedRows={2}
          empty={<EmptyState title={t('reports.noRuns')} />}
          columns={[
            {
              key: 'made',
              name: t('reports.made'),
              file: { type: 'time', value: ({ startedAt }) => Date.parse(startedAt) },
              cell: ({ startedAt }) => <RelativeTime at={startedAt} />,
            },
            {
              key: 'state',
              name: t('reports.state'),
              file: { value: ({ state }) => t(`reportState.${state}`) },
              cell: (run) => <RunTag run={run} />,
            },
            {
              key: 'why',
              name: t('reports.why'),
              cell: (run) => (run.error === null ? t(`reportCause.${run.cause}`) : failureWords(run)),
            },
          ]}
        />
      )}
    </Card>
  );
}
