import { useTranslation } from 'react-i18next';
import { useEvaluation, useMayEvaluate } from '../../api/decisions.ts';
import { isMissing } from '../../api/experiments.ts';
import { useUrlState } from '../../api/use-url-state.ts';
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

/** The result, or how far it is: both have the same id. */
function Shown({ id }: { id: string }) {
  const { data, error, refetch, isPending } = useEvaluation(id);
  if (data !== undefined) return <EvaluationResult evaluation={data} />;
  if (isPending && error === null) return null;
  if (isMissing(error)) return <EvaluationProgress id={id} onEnded={() => refetch()} />;
  return error === null ? null : <ErrorState error={error} onRetry={() => refetch()} />;
}
