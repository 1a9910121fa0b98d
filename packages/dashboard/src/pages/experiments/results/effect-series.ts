import type { DailyResults } from '../../../api/experiment-results.ts';
import { niceAxis } from '../../../charts/axis.ts';
import { intervalScale } from '../../../charts/interval-mark.tsx';
import type { XySeries } from '../../../charts/xy-option.ts';
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
  const { step } = niceAxis((highest - lowest) / 2);
  const [low, high] = [Math.floor(lowest / step) * step, Math.ceil(highest / step) * step];
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
