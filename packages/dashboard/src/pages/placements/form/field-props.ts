import type { Problems } from '../problems.ts';

/** What each part of the form gets: its value, what to call with another, and what is wrong where. */
export interface FieldProps<Value> {
  value: Value;
  onChange: (value: Value) => void;
  problems: Problems;
}

/** The list with one entry replaced; removed when `next` is undefined. */
export function replaced<Value>(list: readonly Value[], index: number, next: Value | undefined): Value[] {
  return list.flatMap((one, i) => (i !== index ? [one] : next === undefined ? [] : [next]));
}
