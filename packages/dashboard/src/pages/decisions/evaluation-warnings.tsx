import { useTranslation } from 'react-i18next';
import type { Evaluation } from '../../api/decisions.ts';
import { useFormat } from '../../format/use-format.ts';
import css from './decisions.module.css';

/** What speaks against trusting the estimate, in plain words; and what of the log was left out. */
export function EvaluationWarnings({ evaluation }: { evaluation: Evaluation }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { diagnostics, problems, refused, posterior, restricted } = evaluation;
  const warnings = diagnostics?.warnings ?? [];
  if (warnings.length + problems.length + refused.length + restricted === 0 && posterior === null)
    return null;
  return (
    <ul className={css.list}>
      {posterior !== null && (
        <li>
          {t('decisions.frozen', {
            at: format.dateTime(Date.parse(posterior.frozenAt)),
            seen: format.count(posterior.pulls),
            rewards: format.count(posterior.rewards),
          })}{' '}
          {posterior.draws !== null &&
            t('decisions.drawn', {
              draws: format.count(posterior.draws),
              error: format.fixed(posterior.propensityError, 3),
            })}
        </li>
      )}
      {posterior !== null && posterior.learnedFrom > 0 && (
        <li>
          {t('decisions.learnedFrom', {
            taught: format.count(posterior.learnedFrom),
            decisions: format.count(evaluation.decisions),
          })}
        </li>
      )}
      {warnings.map((warning) => (
        <li key={warning}>
          {t(`decisionWarning.${warning}`, {
            share: format.percent(diagnostics?.unsupportedShare),
            mean: format.fixed(diagnostics?.meanWeight, 3),
          })}
        </li>
      ))}
      {refused.map(({ estimator, figure, limit }) => (
        <li key={estimator}>
          {t('decisions.estimatorRefused', {
            estimator,
            figure: format.count(figure),
            limit: format.count(limit),
          })}
        </li>
      ))}
      {restricted > 0 && (
        <li className={css.muted}>
          {t('decisions.restricted', { count: restricted, formatted: format.count(restricted) })}
        </li>
      )}
      {problems.map(({ code, count }) => (
        <li key={code} className={css.muted}>
          {t(`decisionProblem.${code}`, { count, formatted: format.count(count) })}
        </li>
      ))}
    </ul>
  );
}
