/** Tops of an axis, as multiples of a power of ten, and into how many even steps each divides. */
const tops: readonly [top: number, steps: number][] = [
  [1, 5],
  [1.5, 3],
  [2, 4],
  [3, 3],
  [4, 4],
  [5, 5],
  [6, 3],
  [8, 4],
  [10, 5],
];

/** A calm top for an axis from zero that holds `value`, and the distance of its grid lines. */
export function niceAxis(value: number): { max: number; step: number } {
  if (!(value > 0) || !Number.isFinite(value)) return { max: 1, step: 0.5 };
  const power = 10 ** Math.floor(Math.log10(value));
  const [top, steps] = tops.find(([multiple]) => multiple * power >= value * (1 - 1e-12)) ?? tops[8];
  return { max: top * power, step: (top * power) / steps };
}

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
