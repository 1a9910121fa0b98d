/** Normal quantile of a two-sided 95 % interval. */
const z = 1.959964;

/**
 * Wilson's score interval (JASA 22, 1927) of a share.
 * @param share observed, 0 to 1
 * @param trials what it was observed in; 0 gives the whole range
 */
export function wilson(share: number, trials: number): [low: number, high: number] {
  if (trials <= 0) return [0, 1];
  const scale = 1 + z ** 2 / trials;
  const centre = share + z ** 2 / (2 * trials);
  const reach = z * Math.sqrt((share * (1 - share)) / trials + z ** 2 / (4 * trials ** 2));
  return [Math.max(0, (centre - reach) / scale), Math.min(1, (centre + reach) / scale)];
}
