import { Button } from '@mantine/core';
import { ApiError } from '@personalize/sdk';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { type Job, useCancelJob, useFollowedJob } from '../../../api/jobs.ts';
import { evaluateJobKind, useRefreshModels } from '../../../api/models.ts';
import { useMay } from '../../../api/use-may.ts';
import { Card } from '../../../components/card.tsx';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { toldText } from '../../../components/model-words/told-words.ts';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { Tag, type Tone } from '../../../components/tag.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useNow } from '../../../format/use-now.ts';
import { modelPath } from '../shared/crumbs.tsx';
import { Facts } from '../shared/facts.tsx';
import css from '../shared/shared.module.css';
import { LiveCurve } from './live-curve.tsx';
import { TrainingLog } from './training-log.tsx';
import own from './training-progress.module.css';
import { TrainingResult } from './training-result.tsx';

const tones: Record<Job['state'], Tone> = {
  queued: 'neutral',
  running: 'accent',
  done: 'good',
  failed: 'bad',
  cancelled: 'warn',
};

/** A training as it goes: how far, in which phase, what it says, how the curve runs; and what came of it. */
export function TrainingProgress({ id, name, onAgain }: { id: string; name: string; onAgain: () => void }) {
  const { t } = useTranslation();
  const { job, lines, points, error } = useFollowedJob(id);
  const may = useMay('models:write');
  const over = job !== undefined && job.finishedAt !== null;
  const refresh = useRefreshModels();
  useEffect(() => {
    if (over) refresh();
  }, [over, refresh]);
  const again = may && (
    <Button variant="default" size="xs" onClick={onAgain}>
      {t('modelTrain.again')}
    </Button>
  );
  if (error instanceof ApiError && error.status === 404) {
    return (
      <EmptyState
        title={t('modelTrain.gone')}
        action={
          <div className={css.buttons}>
            {again}
            <Link href={modelPath(name)}>{name}</Link>
          </div>
        }
      >
        {t('modelTrain.goneHint')}
      </EmptyState>
    );
  }
  if (error && job === undefined) return <ErrorState error={error} />;
  return (
    <>
      <Card
        title={
          job?.kind === evaluateJobKind ? t('modelTrain.evaluation', { name }) : t('modelTrain.job', { name })
        }
        actions={
          <>
            {job && (
              <span role="status">
                <Tag tone={tones[job.state]} dot>
                  {t(`modelTrain.${job.state}`)}
                </Tag>
              </span>
            )}
            {over ? again : may && job && <CancelButton id={id} />}
          </>
        }
      >
        <div className={css.form}>
          <State job={job} />
          {job && over && <TrainingResult job={job} name={name} />}
        </div>
      </Card>
      <LiveCurve points={points} over={over} />
      <TrainingLog lines={lines} />
    </>
  );
}

function State({ job }: { job: Job | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const started = job?.startedAt ? new Date(job.startedAt).getTime() : null;
  const ended = job?.finishedAt ? new Date(job.finishedAt).getTime() : now;
  return (
    <>
      <div className={own.progress}>
        <progress
          className={own.bar}
          aria-label={t('modelTrain.progress')}
          max={1}
          value={job?.progress ?? 0}
          data-state={job?.state}
        />
        <span className="numeric">{format.percent(job?.progress ?? 0)}</span>
      </div>
      {/* Once it is over its gates, or why it failed, say more. */}
      {job?.finishedAt === null && (
        <p className={own.message}>{toldText(t, format, job.message, job.told)}</p>
      )}
      <Facts
        facts={[
          { key: 'started', name: t('modelTrain.started'), value: <RelativeTime at={started} /> },
          {
            key: 'took',
            name: job?.finishedAt ? t('modelTrain.took') : t('modelTrain.soFar'),
            value: started === null ? '–' : format.span(Math.max(0, Math.round((ended - started) / 1_000))),
          },
        ]}
      />
    </>
  );
}

function CancelButton({ id }: { id: string }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const cancelling = useCancelJob();
  return (
    <>
      <Button variant="default" size="xs" onClick={() => setOpened(true)}>
        {t('modelTrain.cancel')}
      </Button>
      <ConfirmDialog
        opened={opened}
        grave
        onClose={() => setOpened(false)}
        title={t('modelTrain.cancelTitle')}
        confirm={t('modelTrain.cancelDo')}
        cancel={t('modelTrain.keep')}
        pending={cancelling.isPending}
        error={cancelling.error}
        onConfirm={() => cancelling.mutate(id, { onSuccess: () => setOpened(false) })}
      >
        <p>{t('modelTrain.cancelText')}</p>
      </ConfirmDialog>
    </>
  );
}
