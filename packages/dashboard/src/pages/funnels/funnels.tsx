import { Button, CloseButton } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFunnel } from '../../api/analytics.ts';
import { useUrlState } from '../../api/use-url-state.ts';
import { AnswerError } from '../../components/asking/answer-error.tsx';
import { ChipsInput } from '../../components/asking/chips-select.tsx';
import { Choice, ChoiceRow } from '../../components/asking/choice.tsx';
import { toServer } from '../../components/asking/filter.ts';
import { FilterEditor } from '../../components/asking/filter-editor.tsx';
import { QuestionFields } from '../../components/asking/question-fields.tsx';
import { type QuestionParts, useQuestionParts } from '../../components/asking/use-question.ts';
import { windowOf, windows } from '../../components/asking/window.ts';
import { Card } from '../../components/card.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorBoundary } from '../../components/error-boundary.tsx';
import { Page } from '../../components/page.tsx';
import { useFormat } from '../../format/use-format.ts';
import { FunnelResult } from './funnel-result.tsx';
import css from './funnels.module.css';
import { type FunnelStep, readSteps, writeSteps } from './steps.ts';

/** How many people take steps in order, where they stop, and how long they take. */
export function Funnels() {
  const { t } = useTranslation();
  const format = useFormat();
  const parts = useQuestionParts();
  const [stepsText, setStepsText] = useUrlState('s');
  const [windowText, setWindow] = useUrlState('w');
  const [breakdown, setBreakdown] = useUrlState('by');
  const steps = useMemo(() => readSteps(stepsText), [stepsText]);
  const window = windowOf(windowText, '86400');
  const whole = steps.filter(({ events }) => events.length > 0);
  const body =
    whole.length < 2
      ? undefined
      : {
          ...parts.asked,
          steps: whole.map(({ events, filter }) => ({ events, filters: toServer(filter, parts.numeric) })),
          windowSeconds: Number(window),
          times: true,
          ...(breakdown === '' ? {} : { breakdown }),
        };
  const { data, error, refetch } = useFunnel(body);
  const splits = (parts.schema?.dimensions ?? [])
    .map(({ name }) => name)
    .filter((name) => !['date', 'segment', 'weekday', 'hourOfDay'].includes(name));
  return (
    <Page title={t('section.funnels')} wide>
      <ErrorBoundary>
        <QuestionFields parts={parts}>
          <StepsEditor parts={parts} steps={steps} onChange={(next) => setStepsText(writeSteps(next))} />
          <ChoiceRow>
            <Choice
              label={t('funnels.window')}
              value={window}
              options={windows}
              nameOf={(seconds) => format.span(Number(seconds))}
              onChange={(next) => setWindow(next === '86400' ? '' : next)}
            />
            <Choice
              label={t('funnels.breakdown')}
              value={breakdown}
              options={['', ...splits]}
              nameOf={(name) => (name === '' ? t('funnels.noBreakdown') : (parts.names.get(name) ?? name))}
              onChange={setBreakdown}
            />
          </ChoiceRow>
        </QuestionFields>
      </ErrorBoundary>
      <ErrorBoundary>
        {error ? (
          <Card title={t('funnels.result')}>
            <AnswerError error={error} onRetry={refetch} />
          </Card>
        ) : body === undefined ? (
          <Card title={t('funnels.result')}>
            <EmptyState title={t('funnels.tooFew')}>{t('funnels.tooFewHint')}</EmptyState>
          </Card>
        ) : (
          <FunnelResult
            answer={data?.groups.every((group) => group.steps.length === whole.length) ? data : undefined}
            steps={whole}
            broken={breakdown !== ''}
          />
        )}
      </ErrorBoundary>
    </Page>
  );
}

function StepsEditor({
  parts,
  steps,
  onChange,
}: {
  parts: QuestionParts;
  steps: readonly FunnelStep[];
  onChange: (steps: FunnelStep[]) => void;
}) {
  const { t } = useTranslation();
  return (
    <ol className={css.steps}>
      {steps.map((step, index) => {
        const number = index + 1;
        return (
          <li key={`step ${number}`} className={css.step}>
            <div className={css.fields}>
              <ChipsInput
                label={t('funnels.step', { number })}
                add={t('funnels.addEvent', { number })}
                values={step.events}
                suggestions={parts.eventTypes}
                onChange={(events) => onChange(steps.with(index, { ...step, events }))}
              />
              {step.events.length > 0 && (
                <FilterEditor
                  schema={parts.schema}
                  filter={step.filter}
                  onChange={(filter) => onChange(steps.with(index, { ...step, filter }))}
                />
              )}
            </div>
            {steps.length > 2 && (
              <CloseButton
                size="sm"
                aria-label={t('funnels.removeStep', { number })}
                onClick={() => onChange(steps.toSpliced(index, 1))}
              />
            )}
          </li>
        );
      })}
      {steps.length < 10 && (
        <li className={css.step}>
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            leftSection={<IconPlus size={14} aria-hidden="true" />}
            onClick={() => onChange([...steps, { events: [], filter: { join: 'and', parts: [] } }])}
          >
            {t('funnels.addStep')}
          </Button>
        </li>
      )}
    </ol>
  );
}
