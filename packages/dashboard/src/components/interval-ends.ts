import type { TFunction } from 'i18next';
import type { FileColumn, FileValue } from './data-table.tsx';

/** Both ends of the interval that a cell shows with its value, as columns of a file. */
export function intervalEnds<Row>(
  t: TFunction,
  name: string,
  endsOf: (row: Row) => { low: number | null; high: number | null } | null | undefined,
  unit?: FileValue<Row>['unit'],
): NonNullable<FileColumn<Row>['beside']> {
  const end = { type: 'number' as const, ...(unit && { unit }) };
  return [
    { name: t('chart.lowerEnd', { name }), ...end, value: (row) => endsOf(row)?.low },
    { name: t('chart.upperEnd', { name }), ...end, value: (row) => endsOf(row)?.high },
  ];
}
