import { lazy, Suspense, useContext, useState } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { mostRows } from '../api/read-pages.ts';
import type { ReportFormat } from '../api/reports.ts';
import { ExportButton } from '../charts/export-button.tsx';
import { useFormat } from '../format/use-format.ts';
import { CardSlot } from './card-slot.ts';
import type { Column } from './data-table.tsx';
import { tableBlock } from './table-block.ts';

const ExportMenu = lazy(async () => ({ default: (await import('../charts/export-menu.tsx')).ExportMenu }));
const formats: readonly ReportFormat[] = ['csv', 'json', 'parquet', 'pdf'];

/** How a table becomes a file. */
export interface TableFile<Row> {
  /** What its filters say, in words. */
  notes?: readonly string[];
  /** Every row that the filters find, when the table holds a page of them; see `readPages`. */
  all?: () => Promise<readonly Row[]>;
  /** Formats that it makes itself, where `all` may be more rows than a file made from numbers takes. */
  own?: Partial<Record<ReportFormat, () => void>>;
}

export interface TableExportProps<Row> extends TableFile<Row> {
  title: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
}

/** The export menu of a table, in the head of its card. Loads when it is first asked for. */
export function TableExport<Row>({ title, columns, rows, notes = [], all, own }: TableExportProps<Row>) {
  const { t } = useTranslation();
  const format = useFormat();
  const slot = useContext(CardSlot);
  const [asked, setAsked] = useState(false);
  const blocks = async () => {
    const every = all === undefined ? rows : await all();
    const cut = every.length > mostRows ? [t('chart.firstRows', { count: format.count(mostRows) })] : [];
    return [tableBlock(title, [...notes, ...cut], columns, every)];
  };
  const menu = (
    <Suspense fallback={<ExportButton title={title} />}>
      {asked ? (
        <ExportMenu opened title={title} blocks={blocks} formats={() => formats} own={own} />
      ) : (
        <ExportButton title={title} onClick={() => setAsked(true)} />
      )}
    </Suspense>
  );
  return slot === null ? menu : createPortal(menu, slot);
}
