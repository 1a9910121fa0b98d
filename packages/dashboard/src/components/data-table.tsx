import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Unit } from '../charts/figure-block.ts';
import css from './data-table.module.css';
import { Hint } from './hint.tsx';
import { TableExport, type TableFile } from './table-export.tsx';
import { useScrolls } from './use-scrolls.ts';

export interface Column<Row> {
  key: string;
  /** The heading; empty for what only illustrates the column beside it. */
  name: string;
  /** What the heading means, from the glossary. */
  help?: string;
  cell: (row: Row) => ReactNode;
  /** Numbers go right in tabular numerals; text left. */
  numeric?: boolean;
  /** CSS width; the column without one takes the rest. */
  width?: string;
  /** Left out on narrow screens. */
  secondary?: boolean;
  /** Its heading orders the rows; see {@link DataTableProps.sort}. */
  sortable?: boolean;
  /** What stands in a file; default the words of `cell`. Null leaves the column out: it draws what another one says. */
  file?: FileColumn<Row> | null;
}

/** One value of each row in a file, and what its cell says besides, as columns of their own behind it. */
export interface FileColumn<Row> extends FileValue<Row> {
  /** The heading there, where cells say their unit themselves. */
  name?: string;
  beside?: readonly (FileValue<Row> & { name: string })[];
}

/** Times are epoch ms, shares are of 1. */
export interface FileValue<Row> {
  type?: 'string' | 'number' | 'time';
  unit?: Unit;
  value: (row: Row) => string | number | null | undefined;
}

export interface DataTableProps<Row> {
  /** What the table holds, for screen readers. */
  caption: string;
  columns: readonly Column<Row>[];
  /** Undefined while loading. */
  rows: readonly Row[] | undefined;
  rowKey: (row: Row, index: number) => string;
  /** Shown instead of the body when there are no rows. */
  empty: ReactNode;
  /** Rows of the skeleton; the final layout's size. */
  expectedRows?: number;
  /** By which column the rows, given in that order, are ordered; and what a click on a heading asks for. */
  sort?: { key: string; descending: boolean; onChange: (key: string) => void };
  /** Lets the rows be taken away as a file; `caption` is its name. */
  file?: TableFile<Row>;
  /** Drawn below a row, over its whole width. */
  detail?: (row: Row) => ReactNode;
}

/** The one table: text left, numbers right, a hairline between rows, scrolling sideways inside itself. */
export function DataTable<Row>({
  caption,
  columns,
  rows,
  rowKey,
  empty,
  expectedRows = 5,
  sort,
  file,
  detail,
}: DataTableProps<Row>) {
  const { t } = useTranslation();
  const [holder, scrolls] = useScrolls();
  if (rows?.length === 0) return empty;
  const style = (column: Column<Row>) =>
    `${column.numeric ? css.numeric : ''} ${column.secondary ? css.secondary : ''}`;
  return (
    // Where it scrolls, the keyboard must reach it.
    <section
      ref={holder}
      className={css.scroll}
      aria-label={scrolls ? t('chart.scrolls', { title: caption }) : undefined}
      tabIndex={scrolls ? 0 : undefined}
    >
      {file && rows !== undefined && <TableExport title={caption} columns={columns} rows={rows} {...file} />}
      <table className={css.table}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) =>
              column.name === '' ? (
                <td key={column.key} className={style(column)} style={{ width: column.width }} />
              ) : (
                <th
                  key={column.key}
                  scope="col"
                  className={style(column)}
                  style={{ width: column.width }}
                  aria-sort={
                    sort?.key === column.key ? (sort.descending ? 'descending' : 'ascending') : undefined
                  }
                >
                  {sort && column.sortable ? (
                    <button type="button" className={css.sort} onClick={() => sort.onChange(column.key)}>
                      {column.name}
                    </button>
                  ) : column.help ? (
                    <Hint text={column.help} side={column.numeric ? 'below-end' : 'below'}>
                      {column.name}
                    </Hint>
                  ) : (
                    column.name
                  )}
                </th>
              ),
            )}
          </tr>
        </thead>
        {rows === undefined ? (
          <tbody aria-busy="true">
            {Array.from({ length: expectedRows }, (_, i) => `row ${i}`).map((key) => (
              <tr key={key}>
                {columns.map((column) => (
                  <td key={column.key} className={style(column)}>
                    <Skeleton height={12} my={4} width={column.numeric ? 40 : '70%'} display="inline-block" />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        ) : (
          rows.map((row, index) => (
            <tbody key={rowKey(row, index)} className={css.group}>
              <tr>
                {columns.map((column) => (
                  <td key={column.key} className={style(column)}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
              {detail?.(row) && (
                <tr className={css.detail}>
                  <td colSpan={columns.length}>{detail(row)}</td>
                </tr>
              )}
            </tbody>
          ))
        )}
      </table>
    </section>
  );
}
