import type { RefObject } from 'react';
import type { ReportFormat } from '../api/reports.ts';
import type { ChartTable } from './chart-table.ts';
import { ExportMenu } from './export-menu.tsx';
import { blockOf } from './figure-block.ts';
import type { Figure } from './figure-context.ts';

const files: readonly ReportFormat[] = ['pdf', 'csv', 'parquet', 'json'];

export interface ChartExportProps {
  title: string;
  unit: string;
  table: ChartTable;
  /** What is drawn now; empty while the table is shown. */
  figure: RefObject<Figure | undefined>;
}

/** The export menu of a chart and its numbers, opened: it loads when it is asked for. */
export function ChartExport({ title, unit, table, figure }: ChartExportProps) {
  return (
    <ExportMenu
      opened
      title={title}
      blocks={() => [blockOf(title, unit, figure.current, table)]}
      formats={() => (figure.current === undefined ? files : ['png', 'svg', ...files])}
    />
  );
}
