import type { XySeries } from '@personalize/charts';
import type { ExperimentResults } from '../../../api/experiment-results.ts';
import { dayNumber } from '../use-day.ts';

/** Newly exposed customers of each variant by day; every day from the first to the last, also the quiet ones. */
export function exposureSeries(
  { exposures, exposuresByDay }: Pick<ExperimentResults, 'exposures' | 'exposuresByDay'>,
  view: 'cumulative' | 'daily',
): XySeries[] {
  const numbers = exposuresByDay.map(({ day }) => dayNumber(day));
  if (numbers.length === 0) return [];
  const first = Math.min(...numbers);
  const days = Array.from({ length: Math.max(...numbers) - first + 1 }, (_, i) => first + i);
  return exposures.map(({ variant }) => {
    const counts = new Map(
      exposuresByDay
        .filter((one) => one.variant === variant)
        .map(({ day, customers }) => [dayNumber(day), customers]),
    );
    let sum = 0;
    return {
      key: variant,
      name: variant,
      points: days.map((day) => {
        const count = counts.get(day) ?? 0;
        sum += count;
        return [day, view === 'cumulative' ? sum : count] as const;
      }),
    };
  });
}
