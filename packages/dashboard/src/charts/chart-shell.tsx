import { Button, Skeleton } from '@mantine/core';
import { IconDownload, IconTable } from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../components/card.tsx';
import { DataTable } from '../components/data-table.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import css from './chart-card.module.css';
import type { ChartTable } from './chart-table.ts';
import { tableToCsv } from './csv.ts';
import { download } from './download.ts';
import { ExportButton } from './export-button.tsx';
import { type Figure, FigureContext } from './figure-context.ts';

const ChartExport = lazy(async () => ({ default: (await import('./chart-export.tsx')).ChartExport }));

export interface ChartShellProps {
  title: string;
  unit: string;
  /** The same numbers as the chart; undefined while loading, without rows when there is nothing to draw. */
  table: ChartTable | undefined;
  /** Of the CSV file; default that of the table view. */
  csv?: () => string;
  height: number;
  empty: ReactNode;
  /** Before the table button. */
  actions?: ReactNode;
  /** After everything else: what else can be done with the chart. */
  menu?: ReactNode;
  footer?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** A card around any chart: title and unit, table view, CSV download, loading and empty states in the chart's size. */
export function ChartShell(props: ChartShellProps) {
  const { title, unit, table, csv, height, empty, actions, menu, footer, className, children } = props;
  const { t } = useTranslation();
  const [asTable, setAsTable] = useState(false);
  // Menus bring a positioning library along; they load when first asked for.
  const [exporting, setExporting] = useState(false);
  const figure = useRef<Figure>(undefined);
  return (
    <Card
      title={title}
      unit={unit}
      footer={footer}
      className={className}
      last={menu}
      actions={
        <>
          {actions}
          {asTable && table && (
            <Button
              variant="default"
              size="compact-sm"
              leftSection={<IconDownload size={14} />}
              onClick={() => download(`${title}.csv`, csv?.() ?? tableToCsv(table))}
            >
              CSV
            </Button>
          )}
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            aria-pressed={asTable}
            aria-label={t('chart.tableOf', { title })}
            leftSection={<IconTable size={14} aria-hidden="true" />}
            onClick={() => setAsTable(!asTable)}
          >
            {t('chart.table')}
          </Button>
          {table && table.rows.length > 0 && (
            <Suspense fallback={<ExportButton title={title} />}>
              {exporting ? (
                <ChartExport title={title} unit={unit} table={table} figure={figure} />
              ) : (
                <ExportButton title={title} onClick={() => setExporting(true)} />
              )}
            </Suspense>
          )}
        </>
      }
    >
      {table === undefined ? (
        <Skeleton height={height} />
      ) : table.rows.length === 0 ? (
        <div style={{ minHeight: height }}>
          {typeof empty === 'string' ? <EmptyState title={empty} /> : empty}
        </div>
      ) : asTable ? (
        <section className={css.table} style={{ height }} aria-label={title}>
          <NumbersTable title={title} table={table} />
        </section>
      ) : (
        <FigureContext value={figure}>{children}</FigureContext>
      )}
    </Card>
  );
}

function NumbersTable({ title, table: { columns, rows } }: { title: string; table: ChartTable }) {
  return (
    <DataTable
      caption={title}
      columns={columns.map(({ key, name, format, width }, at) => ({
        key,
        name,
        ...(width === undefined ? {} : { width }),
        numeric: format !== undefined,
        cell: (row: (typeof rows)[number]) => {
          const value = row[at];
          return value === null ? '–' : typeof value === 'number' && format ? format(value) : value;
        },
      }))}
      rows={rows}
      rowKey={(row, index) => `${row[0]} ${index}`}
      empty={null}
    />
  );
}
