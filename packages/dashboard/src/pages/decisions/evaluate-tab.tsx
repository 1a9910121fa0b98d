import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEvaluation, useEvaluations, useMayEvaluate } from '../../api/decisions.ts';
import { isMissing } from '../../api/experiments.ts';
import { useUrlState } from '../../api/use-url-state.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { Notice } from '../../components/notice.tsx';
import css from './decisions.module.css';
import { EvaluateForm } from './evaluate-form.tsx';
import { EvaluationHistory } from './evaluation-history.tsx';
import { EvaluationProgress } from './evaluation-progress.tsx';
import { EvaluationResult } from './evaluation-result.tsx';

/** Form, then progress, then result; the address names the evaluation, so that a link shows it again. */
export function EvaluateTab() {
  const { t } = useTranslation();
  const [id, setId] = useUrlState('evaluation');
  const may = useMayEvaluate();
  return (
    <div className={css.stack}>
      {may ? <EvaluateForm onStarted={setId} /> : <Notice>{t('decisions.viewerHint')}</Notice>}
      {id !== '' && <Shown key={id} id={id} />}
      <EvaluationHistory shown={id} onShow={setId} />
    </div>
  );
}

/** The result, or how far it is: both have the same id. An evaluation that is not listed may still be running. */
function Shown({ id }: { id: string }) {
  const { t } = useTranslation();
  const listed = useEvaluations();
  const [ended, setEnded] = useState(false);
  const onEnded = useCallback(() => setEnded(true), []);
  const found = listed.data?.find((one) => one.id === id);
  const { data, error, refetch } = useEvaluation(ended ? id : '');
  const evaluation = found ?? data;
  if (evaluation !== undefined) return <EvaluationResult evaluation={evaluation} />;
  if (listed.data === undefined) return null;
  if (!ended) return <EvaluationProgress id={id} onEnded={onEnded} />;
  if (isMissing(error)) {
    return <EmptyState title={t('decisions.gone')}>{t('decisions.goneHint')}</EmptyState>;
  }
  return error === null ? null : <ErrorState error={error} onRetry={() => refetch()} />;
}
