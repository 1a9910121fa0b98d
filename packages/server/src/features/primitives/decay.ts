/** 2^(−elapsed / halfLife); 1 when no time has passed or `elapsed` is negative. */
export function decay(elapsed: number, halfLife: number): number {
  return elapsed > 0 ? Math.exp((-Math.LN2 * elapsed) / halfLife) : 1;
}
