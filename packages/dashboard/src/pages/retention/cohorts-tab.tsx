import { useTranslation } from 'react-i18next';
import { type RetentionAnswer, useRetention } from '../../api/analytics.ts';
import { useUrlState } from '../../api/use-url-state.ts';
import { type HeatCell, HeatGrid } from '../../charts/heat-grid.tsx';
import { AnswerError } from '../../components/asking/answer-error.tsx';
import { Choice, ChoiceRow } from '../../components/asking/choice.tsx';
import { MetaLine } from '../../components/asking/meta-line.tsx';
import { QuestionFields } from '../../components/asking/question-fields.tsx';
import { Card } from '../../components/card.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { useFormat } from '../../format/use-format.ts';
import type { Language } from '../../i18n/language.ts';
import { cohortName, EventsField, GrainChoice, useCohorts } from './cohort-fields.tsx';
import { CohortsSkeleton } from './cohorts-skeleton.tsx';

const modes = ['bounded', 'rolling'] as const;
const mostSteps = 40;

/** Cohorts by their first event, and what part of each comes back as time goes on. */
export function CohortsTab() {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const { parts, granularity, start, setGranularity, setStart } = useCohorts('week', 'page_view');
  const [returnText, setReturn] = useUrlState('return');
  const [modeText, setMode] = useUrlState('mode');
  const mode = modes.find((one) => one === modeText) ?? 'bounded';
  const back = (returnText || 'page_view').split(',');
  const { data, error, refetch } = useRetention({ ...parts.asked, start, return: back, granularity, mode });
  const steps = Math.min(
    mostSteps,
    Math.max(0, ...(data?.cohorts ?? []).map(({ returned }) => returned.length)),
  );
  const cell = (cohort: RetentionAnswer['cohorts'][number], n: number): HeatCell => {
    const people = cohort.returned[n];
    if (people === undefined) return { share: null, text: '' };
    const share = people / cohort.people;
    return {
      share,
      text: `${format.percent(share)} · ${format.count(people)}`,
      title: t('retention.cell', { people: format.exact(people), of: format.exact(cohort.people), step: n }),
      open: n >= cohort.complete,
    };
  };
  return (
    <>
      <QuestionFields parts={parts}>
        <ChoiceRow>
          <EventsField label={t('retention.start')} parts={parts} values={start} onChange={setStart} />
          <EventsField
            label={t('retention.return')}
            parts={parts}
            values={back}
            onChange={(next) => setReturn(next.join(','))}
          />
        </ChoiceRow>
        <ChoiceRow>
          <GrainChoice value={granularity} onChange={setGranularity} />
          <Choice
            label={t('retention.mode')}
            value={mode}
            options={modes}
            nameOf={(one) => t(`retention.modes.${one}`)}
            onChange={(next) => setMode(next === 'bounded' ? '' : next)}
          />
        </ChoiceRow>
      </QuestionFields>
      <Card
        title={t('retention.title')}
        unit={`${t(`retention.unit.${mode}`)} · ${t(`retention.since.${granularity}`)}`}
        footer={
          <>
            {t('retention.open')} <MetaLine meta={data?.meta} />
          </>
        }
      >
        {error ? (
          <AnswerError error={error} onRetry={refetch} />
        ) : data === undefined ? (
          <CohortsSkeleton />
        ) : data.cohorts.length === 0 ? (
          <EmptyState title={t('retention.nobody')}>{t('retention.nobodyHint')}</EmptyState>
        ) : (
          <HeatGrid
            caption={t('retention.title')}
            corner={t('retention.cohort')}
            columns={[
              { key: 'people', name: t('retention.people') },
              ...Array.from({ length: steps }, (_, n) => ({ key: `step ${n}`, name: String(n) })),
            ]}
            rows={data.cohorts.map((cohort) => ({
              key: cohort.date,
              name: cohortName(cohort.date, granularity, i18n.language as Language),
              cells: [
                { share: 0, text: format.count(cohort.people) },
                ...Array.from({ length: steps }, (_, n) => cell(cohort, n)),
              ],
            }))}
          />
        )}
      </Card>
    </>
  );
}
