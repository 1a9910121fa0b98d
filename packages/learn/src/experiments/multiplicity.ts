/** A p-value, or null where the test could not be made; nulls stay null and do not count. */
export type MaybePValue = number | null;

/**
 * Holm's step-down adjustment, which bounds the chance of any false positive whatever the dependence (Holm,
 * "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6, 1979).
 * @returns adjusted p-values in the order given
 * @throws RangeError naming a p-value outside [0, 1]
 */
export function holm(pValues: readonly MaybePValue[]): MaybePValue[] {
  const order = ascending(pValues);
  const adjusted: MaybePValue[] = pValues.map(() => null);
  let largest = 0;
  order.forEach(({ p, index }, rank) => {
    largest = Math.max(largest, Math.min(1, (order.length - rank) * p));
    adjusted[index] = largest;
  });
  return adjusted;
}

/**
 * Benjamini and Hochberg's step-up adjustment, which bounds the expected share of false positives among the
 * findings (Benjamini and Hochberg, "Controlling the false discovery rate", JRSS B 57, 1995).
 * @returns adjusted p-values (q-values) in the order given
 * @throws RangeError naming a p-value outside [0, 1]
 */
export function benjaminiHochberg(pValues: readonly MaybePValue[]): MaybePValue[] {
  const order = ascending(pValues);
  const adjusted: MaybePValue[] = pValues.map(() => null);
  let smallest = 1;
  for (let rank = order.length - 1; rank >= 0; rank--) {
    smallest = Math.min(smallest, (order.length / (rank + 1)) * order[rank].p);
    adjusted[order[rank].index] = smallest;
  }
  return adjusted;
}

function ascending(pValues: readonly MaybePValue[]): { p: number; index: number }[] {
  const known: { p: number; index: number }[] = [];
  pValues.forEach((p, index) => {
    if (p === null) return;
    if (!(p >= 0 && p <= 1)) throw new RangeError(`p-values must be 0 to 1, got ${p} at index ${index}`);
    known.push({ p, index });
  });
  return known.sort((a, b) => a.p - b.p);
}
