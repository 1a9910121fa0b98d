import { Button, Select } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Job, useCancelJob, useJobs } from '../../api/jobs.ts';
import { filesKey, makeDatasetFile } from '../../api/reports.ts';
import { Card } from '../../components/card.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { useFailureWords } from '../../components/use-words.ts';
import { useFormat } from '../../format/use-format.ts';
import css from './reports.module.css';

const datasets = ['events', 'decisions', 'items', 'customers'] as const;
const formats = ['csv', 'parquet', 'json'] as const;
/** Those whose rows have a time. */
const timed: ReadonlySet<string> = new Set(['events', 'decisions']);
const spans = [1, 7, 30, 90, 365];

/** Everything that is stored of one kind, made into a file in the background. */
export function WholeDataCard() {
  const { t } = useTranslation();
  const format = useFormat();
  const queries = useQueryClient();
  const [dataset, setDataset] = useState<(typeof datasets)[number]>('events');
  const [fileFormat, setFileFormat] = useState<(typeof formats)[number]>('csv');
  const [days, setDays] = useState('');
  const jobs = useJobs('report');
  const making = useMutation({
    mutationFn: () =>
      makeDatasetFile({
        format: fileFormat,
        timeZone: format.timeZone,
        blocks: [
          { type: 'dataset', dataset, ...(days !== '' && timed.has(dataset) && { lastDays: Number(days) }) },
        ],
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['jobs', 'report'] }),
  });
  const running = jobs.data?.filter(({ finishedAt }) => finishedAt === null) ?? [];
  const newestEnd = jobs.data
    ?.map(({ finishedAt }) => finishedAt ?? '')
    .sort()
    .at(-1);
  useEffect(() => {
    if (newestEnd) void queries.invalidateQueries({ queryKey: filesKey });
  }, [newestEnd, queries]);
  return (
    <Card title={t('wholeData.title')} unit={t('wholeData.unit')}>
      {making.error && <ErrorState error={making.error} />}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          making.mutate();
        }}
      >
        <div className={css.fields}>
          <Select
            label={t('wholeData.dataset')}
            allowDeselect={false}
            value={dataset}
            onChange={(next) => setDataset(datasets.find((one) => one === next) ?? 'events')}
            data={datasets.map((value) => ({ value, label: t(`wholeData.of.${value}`) }))}
          />
          <Select
            label={t('reportForm.format')}
            allowDeselect={false}
            value={fileFormat}
            onChange={(next) => setFileFormat(formats.find((one) => one === next) ?? 'csv')}
            data={formats.map((value) => ({ value, label: t(`chart.as.${value}`) }))}
          />
          {timed.has(dataset) && (
            <Select
              label={t('wholeData.time')}
              allowDeselect={false}
              value={days}
              onChange={(next) => setDays(next ?? '')}
              data={[
                { value: '', label: t('wholeData.always') },
                ...spans.map((one) => ({ value: String(one), label: format.span(one * 86_400) })),
              ]}
            />
          )}
        </div>
        <div className={css.buttons}>
          <Button type="submit" size="xs" variant="default" loading={making.isPending}>
            {t('wholeData.make')}
          </Button>
        </div>
      </form>
      {running.map((job) => (
        <FileProgress key={job.id} job={job} />
      ))}
      <Outcome jobs={jobs.data ?? []} />
    </Card>
  );
}

/** Read with the list: a stream for each would take all the connections that a browser gives a page. */
function FileProgress({ job }: { job: Job }) {
  const { t } = useTranslation();
  const format = useFormat();
  const cancel = useCancelJob();
  return (
    <div className={css.progress} role="status">
      <progress max={1} value={job.progress} aria-label={t('wholeData.making')} />
      <span>
        {t('wholeData.making')} <span className="numeric">{format.percent(job.progress)}</span> {job.message}
      </span>
      <Button
        variant="default"
        size="compact-xs"
        loading={cancel.isPending}
        onClick={() => cancel.mutate(job.id)}
      >
        {t('wholeData.cancel')}
      </Button>
    </div>
  );
}

/** How the newest file ended, unless it is there to be downloaded. */
function Outcome({ jobs: [newest] }: { jobs: NonNullable<ReturnType<typeof useJobs>['data']> }) {
  const { t } = useTranslation();
  const failureWords = useFailureWords();
  if (newest?.state === 'cancelled') return <p role="status">{t('wholeData.cancelled')}</p>;
  if (newest?.state === 'failed') return <p role="alert">{failureWords(newest)}</p>;
  return null;
}
