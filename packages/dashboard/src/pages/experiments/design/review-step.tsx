import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { Card } from '../../../components/card.tsx';
import { ConfirmDialog } from '../confirm-dialog.tsx';
import { DefinitionCard } from '../definition-card.tsx';
import css from './design.module.css';
import { definitionOf, problemsOf, steps } from './draft.ts';
import type { StepProps } from './step-props.ts';

/** Everything once more before it starts, and what still lacks. */
export function ReviewStep({ definition, stored }: StepProps) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const [asked, setAsked] = useState(false);
  const lacking = steps.flatMap((step) =>
    step === 'review' ? [] : problemsOf(definition, step).map((problem) => ({ step, problem })),
  );
  const unsaved = stored === undefined || JSON.stringify(definitionOf(stored)) !== JSON.stringify(definition);
  return (
    <>
      {stored?.state !== 'running' && (
        <Card title={t('designStep.review')} unit={t('designStepUnit.review')}>
          {lacking.length > 0 ? (
            <ul className={css.problems}>
              {lacking.map(({ step, problem }) => (
                <li key={problem}>
                  <Link href={`?step=${step}`}>{t(`designStep.${step}`)}</Link>:{' '}
                  {t(`draftProblem.${problem}`)}
                </li>
              ))}
            </ul>
          ) : (
            <div className={css.buttons}>
              <Button disabled={unsaved} onClick={() => setAsked(true)}>
                {t('experiment.start')}
              </Button>
              <span className={css.muted}>{t(unsaved ? 'design.saveFirst' : 'design.startHint')}</span>
            </div>
          )}
        </Card>
      )}
      <DefinitionCard definition={definition} />
      {stored && (
        <ConfirmDialog
          action={asked ? 'start' : undefined}
          experiment={stored}
          recommended={null}
          onClose={() => setAsked(false)}
          onDone={() => navigate(`/experiments/${encodeURIComponent(stored.key)}`)}
        />
      )}
    </>
  );
}
