import { useTranslation } from 'react-i18next';
import { Link, useLocation, useSearchParams } from 'wouter';
import type { ExperimentDefinition } from '../../../api/experiments.ts';
import css from './design.module.css';
import { problemsOf, type Step, steps } from './draft.ts';

/** Where one is among the steps, and which of them still lack something. */
export function StepList({
  step,
  definition,
  isNew,
  quiet,
}: {
  step: Step;
  definition: ExperimentDefinition;
  /** There is no draft yet: its first step makes it. */
  isNew: boolean;
  /** Nothing was typed yet: what lacks is not marked. */
  quiet: boolean;
}) {
  const { t } = useTranslation();
  const [path] = useLocation();
  const [search] = useSearchParams();
  const hrefOf = (one: Step) => {
    const params = new URLSearchParams(search);
    params.set('step', one);
    return `${path}?${params}`;
  };
  return (
    <nav aria-label={t('design.steps')}>
      <ol className={css.steps}>
        {steps.map((one, i) => {
          const isWrong = !quiet && one !== 'review' && problemsOf(definition, one).length > 0;
          const state = isWrong ? 'wrong' : i < steps.indexOf(step) ? 'done' : 'open';
          const content = (
            <>
              <span className={css.number}>{i + 1}</span>
              {t(`designStep.${one}`)}
            </>
          );
          return (
            <li key={one}>
              {isNew ? (
                <span
                  className={css.step}
                  data-state={state}
                  aria-current={one === step ? 'step' : undefined}
                >
                  {content}
                </span>
              ) : (
                <Link
                  href={hrefOf(one)}
                  className={css.step}
                  data-state={state}
                  aria-current={one === step ? 'step' : undefined}
                >
                  {content}
                </Link>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
