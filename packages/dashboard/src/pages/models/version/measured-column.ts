import type { TFunction } from 'i18next';
import type { FileColumn } from '../../../components/data-table.tsx';
import { intervalEnds } from '../../../components/interval-ends.ts';
import type { Measured } from '../shared/report.ts';

/** A mean in a file, with the ends of its interval beside it. */
export function measuredColumn<Row>(
  t: TFunction,
  name: string,
  measured: (row: Row) => Measured | null | undefined,
): FileColumn<Row> {
  return { type: 'number', value: (row) => measured(row)?.mean, beside: intervalEnds(t, name, measured) };
}
