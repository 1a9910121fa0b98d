import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { evaluationsKey } from '../../api/decisions.ts';
import { useCancelJob, useFollowedJob } from '../../api/jobs.ts';
import { Card } from '../../components/card.tsx';
import { toldText } from '../../components/model-words/told-words.ts';
import { useFailureWords } from '../../components/use-words.ts';
import { useFormat } from '../../format/use-format.ts';
import css from './decisions.module.css';

/** An evaluation as it goes. */
export function EvaluationProgress({ id, onEnded }: { id: string; onEnded: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const failureWords = useFailureWords();
  const { job, error } = useFollowedJob(id);
  const cancel = useCancelJob();
  const queries = useQueryClient();
  // No job of this id: it may have ended long ago.
  const done = job?.state === 'done' || (error !== undefined && job === undefined);
  useEffect(() => {
    if (!done) return;
    void queries.invalidateQueries({ queryKey: evaluationsKey });
    onEnded();
  }, [done, onEnded, queries]);
  const saying = job && toldText(t, format, job.message, job.told);
  const over = job !== undefined && job.finishedAt !== null;
  return (
    <Card
      title={t('decisions.evaluating')}
      actions={
        job &&
        !over && (
          <Button variant="default" size="xs" onClick={() => cancel.mutate(id)} loading={cancel.isPending}>
            {t('decisions.cancel')}
          </Button>
        )
      }
    >
      <div className={css.progress} role="status">
        <progress max={1} value={job?.progress ?? 0} aria-label={t('decisions.evaluating')} />
        <p className={css.muted}>
          {over && !done ? failureWords(job) || t('decisions.cancelled') : saying}{' '}
          <span className="numeric">{format.percent(job?.progress ?? 0)}</span>
        </p>
      </div>
    </Card>
  );
}
