import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useCancelJob, useFollowedJob } from '../../api/jobs.ts';
import { useRefreshPipeline } from '../../api/pipeline.ts';
import { useMay } from '../../api/use-may.ts';
import css from './pipeline.module.css';

/** A run as it goes: how far, on which node, and what it says of each. */
export function RunProgress({ id }: { id: string }) {
  const { t } = useTranslation();
  const { job, lines } = useFollowedJob(id);
  const cancel = useCancelJob();
  const may = useMay('models:write');
  const refresh = useRefreshPipeline();
  const over = job !== undefined && job.finishedAt !== null;
  useEffect(() => {
    if (over) void refresh();
  }, [over, refresh]);
  const percent = Math.round((job?.progress ?? 0) * 100);
  return (
    <div className={css.stack}>
      <div className={css.running}>
        <span role="status">
          {job?.message === '' || job === undefined
            ? t('pipeline.waiting')
            : t('pipeline.working', { name: job.message })}
        </span>
        {may && !over && (
          <Button variant="default" size="xs" loading={cancel.isPending} onClick={() => cancel.mutate(id)}>
            {t('action.cancel')}
          </Button>
        )}
      </div>
      <progress className={css.progress} value={percent} max={100} aria-label={t('pipeline.progress')} />
      {lines.length > 0 && (
        <ol className={css.lines} aria-label={t('pipeline.lines')} lang="en" tabIndex={-1}>
          {lines.slice(-8).map(({ line, at }) => (
            <li key={`${at} ${line}`}>{line}</li>
          ))}
        </ol>
      )}
    </div>
  );
}
