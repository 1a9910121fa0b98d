/** First position of begin to end (exclusive) whose ascending entry is at least `value`; `end` if none is. */
export function lowerBound(ascending: Int32Array, begin: number, end: number, value: number): number {
  let low = begin;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
