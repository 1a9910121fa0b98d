import { isValidElement, type ReactNode } from 'react';
import { mostRows } from '../api/read-pages.ts';
import type { ReportBlock } from '../api/reports.ts';
import type { Column } from './data-table.tsx';

type DataBlock = Extract<ReportBlock, { type: 'data' }>;

/** A table's rows, as the server takes them for a file. Columns without a name only illustrate and are left out. */
export function tableBlock<Row>(
  title: string,
  notes: readonly string[],
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): DataBlock {
  const shown = columns.filter(({ name }) => name !== '');
  return {
    type: 'data',
    title: title.slice(0, 200),
    notes: notes.slice(0, 10).map((note) => note.slice(0, 500)),
    table: {
      columns: shown.map(({ name, file }) => ({
        name: (file?.name ?? name).slice(0, 200),
        type: file?.type ?? 'string',
        ...(file?.unit && { unit: file.unit }),
      })),
      rows: rows.slice(0, mostRows).map((row) =>
        shown.map(({ cell, file }) => {
          if (file === undefined) return textOf(cell(row)).trim().slice(0, 10_000) || null;
          const value = file.value(row);
          return (typeof value === 'string' ? value.slice(0, 10_000) : value) ?? null;
        }),
      ),
    },
    asOf: new Date().toISOString(),
  };
}

/** The words of a cell; parts side by side are set apart. */
export function textOf(node: ReactNode): string {
  if (typeof node === 'string' || typeof node === 'number') return String(node);
  if (Array.isArray(node)) return node.map(textOf).filter(Boolean).join(' ');
  if (isValidElement<{ children?: ReactNode }>(node)) return textOf(node.props.children);
  return '';
}
