import { Button } from '@mantine/core';
import { ApiError } from '@personalize/sdk';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import {
  ChangedElsewhere,
  type Experiment,
  type ExperimentDefinition,
  useSaveExperiment,
} from '../../../api/experiments.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { Notice } from '../../../components/notice.tsx';
import { Page } from '../../../components/page.tsx';
import { wordsOf, wordsOfField } from '../../../components/use-words.ts';
import { AudienceStep } from './audience-step.tsx';
import css from './design.module.css';
import { problemsOf, type Step, steps } from './draft.ts';
import { IdeaStep } from './idea-step.tsx';
import { LengthStep } from './length-step.tsx';
import { MetricsStep } from './metrics-step.tsx';
import { ReviewStep } from './review-step.tsx';
import { StepList } from './step-list.tsx';
import { useStep } from './use-step.ts';
import { useUnsavedWarning } from './use-unsaved-warning.ts';
import { VariantsStep } from './variants-step.tsx';

const panels = {
  idea: IdeaStep,
  variants: VariantsStep,
  audience: AudienceStep,
  metrics: MetricsStep,
  length: LengthStep,
  review: ReviewStep,
} as const;

/**
 * The steps of a design. A draft is saved with each step forward; a running experiment only when asked, since
 * every change of it is noted with its results.
 */
export function Wizard({
  start,
  stored: loaded,
}: {
  start: ExperimentDefinition;
  stored: Experiment | undefined;
}) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const [step, goTo] = useStep();
  const [stored, setStored] = useState(loaded);
  const [definition, setDefinition] = useState(start);
  const [saved, setSaved] = useState(loaded && start);
  const saving = useSaveExperiment();
  const running = stored?.state === 'running';
  const dirty = JSON.stringify(definition) !== JSON.stringify(saved ?? start);
  useUnsavedWarning(dirty);
  const problems = problemsOf(definition, step);
  const index = steps.indexOf(step);
  const Panel = panels[step];
  const path = `/experiments/${encodeURIComponent(definition.key)}`;

  const save = (then: (experiment: Experiment) => void) => {
    if (problemsOf(definition, 'review').length > 0 || (stored !== undefined && !dirty)) {
      if (stored) then(stored);
      return;
    }
    saving.mutate(
      { body: definition, ...(stored === undefined ? {} : { basedOn: stored.version }) },
      {
        onSuccess: (experiment) => {
          setStored(experiment);
          setSaved(definition);
          then(experiment);
        },
      },
    );
  };
  const forward = (next: Step) => {
    if (running) return goTo(next);
    save(() => {
      // A new draft has an address of its own from its first step on.
      if (stored === undefined) navigate(`${path}/design?step=${next}`, { replace: true });
      else goTo(next);
    });
  };

  return (
    <Page
      title={stored === undefined ? t('design.new') : stored.key}
      bar={
        <>
          <span className={css.muted} role="status">
            {saving.isPending
              ? t('design.saving')
              : stored === undefined
                ? t('design.unsaved')
                : t(dirty ? 'design.changed' : running ? 'design.unchanged' : 'design.saved')}
          </span>
          <Button
            component={Link}
            href={stored === undefined ? '/experiments' : path}
            variant="default"
            size="xs"
          >
            {t(dirty ? 'design.discard' : 'action.close')}
          </Button>
        </>
      }
    >
      <StepList step={step} definition={definition} isNew={stored === undefined} quiet={!dirty} />
      {running && <Notice>{t(lockedSteps.includes(step) ? 'design.locked' : 'design.runningHint')}</Notice>}
      <Panel definition={definition} onChange={setDefinition} stored={stored} />
      {problems.length > 0 && step !== 'review' && (
        <ul className={css.problems} data-quiet={!dirty || undefined}>
          {problems.map((problem) => (
            <li key={problem}>{t(`draftProblem.${problem}`)}</li>
          ))}
        </ul>
      )}
      {saving.error && <SaveError error={saving.error} />}
      <div className={css.buttons}>
        {index > 0 && (
          <Button variant="default" onClick={() => goTo(steps[index - 1])}>
            {t('design.previous')}
          </Button>
        )}
        {(running || step === 'review') && (
          <Button
            variant={running ? 'filled' : 'default'}
            loading={saving.isPending}
            disabled={!dirty || problemsOf(definition, 'review').length > 0}
            onClick={() => save(() => navigate(path))}
          >
            {t(running ? 'design.saveChanges' : 'design.saveDraft')}
          </Button>
        )}
        {step !== 'review' && (
          <Button
            className={css.end}
            variant={running ? 'default' : 'filled'}
            disabled={problems.length > 0}
            loading={saving.isPending}
            onClick={() => forward(steps[index + 1])}
          >
            {t('design.next', { step: t(`designStep.${steps[index + 1]}`) })}
          </Button>
        )}
      </div>
    </Page>
  );
}

const lockedSteps: readonly Step[] = ['variants', 'audience'];

function SaveError({ error }: { error: Error }) {
  const { t } = useTranslation();
  if (error instanceof ChangedElsewhere) {
    return (
      <EmptyState tone="error" title={t('design.changedElsewhere')}>
        {t('design.changedElsewhereHint')}
      </EmptyState>
    );
  }
  if (error instanceof ApiError && (error.status === 400 || error.status === 409)) {
    return (
      <EmptyState tone="error" title={t(error.status === 409 ? 'design.conflict' : 'design.refused')}>
        <ul>
          {error.problem.errors.length > 0 ? (
            error.problem.errors.map((one) => (
              <li key={`${one.path} ${one.message}`}>
                {one.path !== '' && <code>{one.path}</code>} {wordsOfField(t, one)}
              </li>
            ))
          ) : (
            <li>{wordsOf(t, error)}</li>
          )}
        </ul>
      </EmptyState>
    );
  }
  return <ErrorState error={error} />;
}
