import type { Judged } from './judge.ts';

/** Whether an alert fires, and how far it is from changing. */
export interface Progress {
  state: 'ok' | 'firing' | 'noData';
  /** Periods in a row that breached, kept within, or told nothing. */
  breaches: number;
  calm: number;
  unknown: number;
}

export const calmProgress: Progress = { state: 'ok', breaches: 0, calm: 0, unknown: 0 };

/** One period further: `forPeriods` breaches in a row fire, `recoverPeriods` calm ones end it, unknown ones likewise. */
export function advance(
  progress: Progress,
  breach: boolean | null,
  { forPeriods, recoverPeriods }: { forPeriods: number; recoverPeriods: number },
): Progress {
  const { state } = progress;
  const breaches = breach === true ? progress.breaches + 1 : 0;
  const calm = breach === false ? progress.calm + 1 : 0;
  const unknown = breach === null ? progress.unknown + 1 : 0;
  const counted = { breaches, calm, unknown };
  if (breaches >= forPeriods) return { state: 'firing', ...counted };
  if (unknown >= (state === 'firing' ? recoverPeriods : forPeriods)) return { state: 'noData', ...counted };
  if (calm > 0 && (state !== 'firing' || calm >= recoverPeriods)) return { state: 'ok', ...counted };
  return { state, ...counted };
}

/** A span in which the alert fired. */
export interface Episode {
  /** Start of the first period in which it fired, epoch ms. */
  from: number;
  /** Start of the period in which it was over; null while it lasts. */
  to: number | null;
  /** The value furthest from what was allowed. */
  peak: number | null;
}

/** When an alert would have fired over judged periods. */
export function episodesOf(
  judged: readonly Judged[],
  periods: { forPeriods: number; recoverPeriods: number },
): Episode[] {
  const episodes: Episode[] = [];
  let progress = calmProgress;
  let furthest = 0;
  for (const point of judged) {
    const next = advance(progress, point.breach, periods);
    if (next.state === 'firing' && progress.state !== 'firing') {
      episodes.push({ from: point.at, to: null, peak: null });
      furthest = -1;
    }
    const last = episodes.at(-1);
    if (next.state === 'firing' && last !== undefined && point.value !== null) {
      const beyond = Math.max(
        point.high === null ? 0 : point.value - point.high,
        point.low === null ? 0 : point.low - point.value,
      );
      if (beyond > furthest) {
        furthest = beyond;
        last.peak = point.value;
      }
    }
    if (next.state !== 'firing' && progress.state === 'firing' && last !== undefined) last.to = point.at;
    progress = next;
  }
  return episodes;
}
