export const mostCompared = 4;

/** `3,5` from the address: whole numbers from 1, each once, at most four. */
export function readVersions(written: string): number[] {
  const numbers = written
    .split(',')
    .filter((one) => /^[1-9]\d{0,8}$/.test(one))
    .map(Number);
  return [...new Set(numbers)].slice(0, mostCompared);
}
