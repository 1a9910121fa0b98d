import { isValidElement, type ReactNode } from 'react';
import { mostRows } from '../api/read-pages.ts';
import type { ReportBlock } from '../api/reports.ts';
import type { Column, FileValue } from './data-table.tsx';

type DataBlock = Extract<ReportBlock, { type: 'data' }>;

/** A table's rows, as the server takes them for a file. Columns without a name only illustrate and are left out. */
export function tableBlock<Row>(
  title: string,
  notes: readonly string[],
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): DataBlock {
  const written = columns.flatMap(fileColumns);
  return {
    type: 'data',
    title: title.slice(0, 200),
    notes: notes.slice(0, 10).map((note) => note.slice(0, 500)),
    table: {
      columns: written.map(({ name, type = 'string', unit }) => ({
        name: name.slice(0, 200),
        type,
        ...(unit && { unit }),
      })),
      rows: rows.slice(0, mostRows).map((row) =>
        written.map((column) => {
          const value = column.value(row);
          return (typeof value === 'string' ? value.slice(0, 10_000) : value) ?? null;
        }),
      ),
    },
    asOf: new Date().toISOString(),
  };
}

function fileColumns<Row>({ name, cell, file }: Column<Row>): (FileValue<Row> & { name: string })[] {
  if (name === '' || file === null) return [];
  if (file === undefined) return [{ name, value: (row) => textOf(cell(row)).trim() || null }];
  const { beside = [], ...own } = file;
  return [{ name, ...own }, ...beside];
}

/** The words of a cell; parts side by side are set apart. */
export function textOf(node: ReactNode): string {
  if (typeof node === 'string' || typeof node === 'number') return String(node);
  if (Array.isArray(node)) return node.map(textOf).filter(Boolean).join(' ');
  if (isValidElement<{ children?: ReactNode }>(node)) return textOf(node.props.children);
  return '';
}
