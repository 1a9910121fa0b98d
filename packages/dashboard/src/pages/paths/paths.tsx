import { Button } from '@mantine/core';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'wouter';
import { usePaths } from '../../api/analytics.ts';
import { useUrlState } from '../../api/use-url-state.ts';
import { AnswerError } from '../../components/asking/answer-error.tsx';
import { ChipsInput } from '../../components/asking/chips-select.tsx';
import { Choice, ChoiceRow } from '../../components/asking/choice.tsx';
import { readFilter, toServer, writeFilter } from '../../components/asking/filter.ts';
import { FilterEditor } from '../../components/asking/filter-editor.tsx';
import { QuestionFields } from '../../components/asking/question-fields.tsx';
import { useQuestionParts } from '../../components/asking/use-question.ts';
import { windowOf, windows } from '../../components/asking/window.ts';
import { Card } from '../../components/card.tsx';
import { ErrorBoundary } from '../../components/error-boundary.tsx';
import { Page } from '../../components/page.tsx';
import { useFormat } from '../../format/use-format.ts';
import { anchoredAt } from './anchored-at.ts';
import css from './paths.module.css';
import { PathsResult } from './paths-result.tsx';

const scopes = ['session', 'customer'] as const;
const counts = ['1', '2', '3', '4', '5', '6', '8', '10'] as const;
const nodeCounts = ['4', '6', '8', '12', '20'] as const;

/** Which steps people take after one, before one, or between two. */
export function Paths() {
  const { t } = useTranslation();
  const format = useFormat();
  const parts = useQuestionParts();
  const [startText, setStart] = useUrlState('start');
  const [endText, setEnd] = useUrlState('end');
  const [startFilterText, setStartFilter] = useUrlState('sf');
  const [endFilterText, setEndFilter] = useUrlState('ef');
  const [by, setBy] = useUrlState('by');
  const [stepsText, setSteps] = useUrlState('steps');
  const [nodesText, setNodes] = useUrlState('nodes');
  const [scopeText, setScope] = useUrlState('scope');
  const [windowText, setWindow] = useUrlState('w');
  const [repeats, setRepeats] = useUrlState('repeats');
  const start = useMemo(() => startText.split(',').filter(Boolean), [startText]);
  const end = useMemo(() => endText.split(',').filter(Boolean), [endText]);
  const startFilter = useMemo(() => readFilter(startFilterText), [startFilterText]);
  const endFilter = useMemo(() => readFilter(endFilterText), [endFilterText]);
  const [, setSearch] = useSearchParams();
  const goTo = useCallback(
    (value: string, step: number) => setSearch((search) => anchoredAt(search, value, step)),
    [setSearch],
  );
  const steps = counts.find((one) => one === stepsText) ?? '4';
  const nodes = nodeCounts.find((one) => one === nodesText) ?? '6';
  const scope = scopes.find((one) => one === scopeText) ?? 'session';
  const window = windowOf(windowText, '86400');
  const { data, error, refetch } = usePaths({
    ...parts.asked,
    ...(start.length === 0
      ? {}
      : { start: { events: start, filters: toServer(startFilter, parts.numeric) } }),
    ...(end.length === 0 ? {} : { end: { events: end, filters: toServer(endFilter, parts.numeric) } }),
    by: by || 'eventType',
    steps: Number(steps),
    nodes: Number(nodes),
    scope,
    windowSeconds: Number(window),
    merge: repeats !== 'yes',
  });
  const dimensions = (parts.schema?.dimensions ?? [])
    .map(({ name }) => name)
    .filter((name) => !['date', 'segment', 'eventType'].includes(name));
  return (
    <Page title={t('section.paths')} wide>
      <ErrorBoundary>
        <QuestionFields parts={parts}>
          <ChoiceRow>
            <div className={css.anchor}>
              <ChipsInput
                label={t('paths.start')}
                add={t('paths.addStart')}
                values={start}
                suggestions={parts.eventTypes}
                onChange={(next) => setStart(next.join(','))}
              />
              {start.length > 0 && (
                <fieldset className={css.filters} aria-label={t('paths.startFilter')}>
                  <FilterEditor
                    schema={parts.schema}
                    filter={startFilter}
                    onChange={(next) => setStartFilter(writeFilter(next))}
                  />
                </fieldset>
              )}
            </div>
            <div className={css.anchor}>
              <ChipsInput
                label={t('paths.end')}
                add={t('paths.addEnd')}
                values={end}
                suggestions={parts.eventTypes}
                onChange={(next) => setEnd(next.join(','))}
              />
              {end.length > 0 && (
                <fieldset className={css.filters} aria-label={t('paths.endFilter')}>
                  <FilterEditor
                    schema={parts.schema}
                    filter={endFilter}
                    onChange={(next) => setEndFilter(writeFilter(next))}
                  />
                </fieldset>
              )}
            </div>
          </ChoiceRow>
          <ChoiceRow>
            <Choice
              label={t('paths.by')}
              value={by}
              options={['', ...dimensions]}
              nameOf={(name) => parts.names.get(name || 'eventType') ?? t('paths.eventType')}
              onChange={setBy}
            />
            <Choice
              label={t('paths.steps')}
              value={steps}
              options={counts}
              nameOf={String}
              onChange={setSteps}
            />
            <Choice
              label={t('paths.nodes')}
              value={nodes}
              options={nodeCounts}
              nameOf={String}
              onChange={setNodes}
            />
            <Choice
              label={t('paths.scope')}
              value={scope}
              options={scopes}
              nameOf={(one) => t(`paths.scopes.${one}`)}
              onChange={(next) => setScope(next === 'session' ? '' : next)}
            />
            <Choice
              label={t('paths.window')}
              value={window}
              options={windows}
              nameOf={(seconds) => format.span(Number(seconds))}
              onChange={(next) => setWindow(next === '86400' ? '' : next)}
            />
            <Button
              size="xs"
              variant={repeats === 'yes' ? 'light' : 'default'}
              aria-pressed={repeats === 'yes'}
              onClick={() => setRepeats(repeats === 'yes' ? '' : 'yes')}
            >
              {t('paths.repeats')}
            </Button>
          </ChoiceRow>
        </QuestionFields>
      </ErrorBoundary>
      <ErrorBoundary>
        {error ? (
          <Card title={t('paths.result')}>
            <AnswerError error={error} onRetry={refetch} />
          </Card>
        ) : (
          <PathsResult answer={data} scope={scope} onGo={goTo} />
        )}
      </ErrorBoundary>
    </Page>
  );
}
