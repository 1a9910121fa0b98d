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
