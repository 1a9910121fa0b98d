import { niceAxis } from '@personalize/charts';

/**
 * The axis of a live chart: rises at once when a value would leave the chart, and falls only after the values
 * have stayed well below it for `patienceMs`, so that the chart does not rescale each second.
 */
export function createStickyAxis(
  patienceMs = 20_000,
): (value: number, at: number) => { max: number; step: number } {
  let axis = { max: 0, step: 0 };
  let lowSince: number | undefined;
  return (value, at) => {
    const wanted = niceAxis(value * 1.05);
    if (wanted.max > axis.max) {
      axis = wanted;
      lowSince = undefined;
    } else if (wanted.max <= axis.max * 0.67) {
      lowSince ??= at;
      if (at - lowSince >= patienceMs) {
        axis = wanted;
        lowSince = undefined;
      }
    } else {
      lowSince = undefined;
    }
    return axis;
  };
}
