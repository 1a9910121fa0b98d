import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useUrlState } from '../../api/use-url-state.ts';
import { ChipsInput } from '../../components/asking/chips-select.tsx';
import { Choice } from '../../components/asking/choice.tsx';
import { type QuestionParts, useQuestionParts } from '../../components/asking/use-question.ts';
import type { Language } from '../../i18n/language.ts';

export const grains = ['day', 'week', 'month'] as const;
export type Grain = (typeof grains)[number];

/** Cohorts as the address has them: what begins them, how long their steps are. */
export function useCohorts(usualGrain: Grain, usualStart: string) {
  const parts = useQuestionParts('90d');
  const [grainText, setGrain] = useUrlState('by');
  const [startText, setStart] = useUrlState('start');
  const granularity = grains.find((one) => one === grainText) ?? usualGrain;
  const start = useMemo(() => (startText || usualStart).split(','), [startText, usualStart]);
  return {
    ...{ parts, granularity, start },
    setGranularity: (next: Grain) => setGrain(next === usualGrain ? '' : next),
    setStart: (next: string[]) => setStart(next.join(',')),
  };
}

export function EventsField({
  label,
  parts,
  values,
  onChange,
}: {
  label: string;
  parts: QuestionParts;
  values: readonly string[];
  onChange: (values: string[]) => void;
}) {
  const { t } = useTranslation();
  return (
    <ChipsInput
      label={label}
      add={t('retention.addEvent', { label })}
      values={values}
      suggestions={parts.eventTypes}
      onChange={onChange}
    />
  );
}

export function GrainChoice({ value, onChange }: { value: Grain; onChange: (value: Grain) => void }) {
  const { t } = useTranslation();
  return (
    <Choice
      label={t('retention.grain')}
      value={value}
      options={grains}
      nameOf={(grain) => t(`retention.grains.${grain}`)}
      onChange={onChange}
    />
  );
}

/** When a cohort began, in words. */
export function cohortName(date: string, grain: Grain, language: Language): string {
  const options: Intl.DateTimeFormatOptions =
    grain === 'month' ? { year: 'numeric', month: 'short' } : { dateStyle: 'medium' };
  return new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' }).format(Date.parse(date));
}
