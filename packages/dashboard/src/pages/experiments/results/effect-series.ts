import type { XySeries } from '@personalize/charts';
import type { DailyResults } from '../../../api/experiment-results.ts';
import { intervalScale } from '../../../charts/interval-mark.tsx';
import { dayNumber } from '../use-day.ts';

export interface EffectSeries {
  series: XySeries[];
  scale: 'relative' | 'absolute';
  /** First and last day, by number. */
  from: number;
  to: number;
  /** Bounds of the effect's axis: early intervals are so wide that they would flatten all later ones. */
  low: number;
  high: number;
}

/**
 * The effect of each treatment day by day, relative where any day has a relative one, with the line of no
 * difference. Null when no day can be compared.
 */
export function effectSeries(
  { days }: Pick<DailyResults, 'days'>,
  noDifference: string,
): EffectSeries | null {
  const all = days.flatMap(({ comparisons }) => comparisons);
  const scale = all.some(({ relative }) => relative !== null) ? 'relative' : 'absolute';
  const known = all.flatMap((one) => one[scale] ?? []);
  if (known.length === 0) return null;
  const numbers = days.map(({ day }) => dayNumber(day));
  const [from, to] = [Math.min(...numbers), Math.max(...numbers)];
  const end = Math.max(to, from + 1);
  const [lowest, highest] = intervalScale(known);
  let [low, high] = [lowest, highest];
  // Rounding widens the span, which may widen the step.
  for (let i = 0; i < 3; i++) {
    const step = gridStep(high - low);
    [low, high] = [Math.floor(low / step) * step, Math.ceil(high / step) * step];
  }
  const variants = [...new Set(all.map(({ variant }) => variant))];
  return {
    ...{ scale, from, to: end, low, high },
    series: [
      ...variants.map((variant) => ({
        key: variant,
        name: variant,
        // A band needs two days.
        ...(days.length === 1 ? { interval: 'whiskers' as const } : {}),
        points: days.map(({ comparisons }, i) => {
          const effect = comparisons.find((one) => one.variant === variant)?.[scale] ?? null;
          return [numbers[i], effect?.value ?? null, effect?.lower ?? null, effect?.upper ?? null] as const;
        }),
      })),
      {
        ...{ key: 'no difference', name: noDifference, reference: true },
        points: [
          [from, 0],
          [end, 0],
        ] as const,
      },
    ],
  };
}

/** The distance at which the chart draws its lines: bounds between two of them would stand in each other's way. */
function gridStep(span: number): number {
  const rough = span / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const digits = rough / power;
  const nice = digits < 1.5 ? 1 : digits < 2.5 ? 2 : digits < 4 ? 3 : digits < 7 ? 5 : 10;
  return nice * power;
}
