import type { ChartTheme } from '@personalize/charts';
import type { QueryInput } from '../../analytics/semantic/index.ts';
import { AppError } from '../../errors.ts';
import { zoneNamed } from '../../time-zone.ts';
import type { DatasetName } from '../exports/datasets.ts';
import type { CsvOptions } from '../tables/csv.ts';
import type { ChartFigure, Locale, TableFigure } from './document.ts';

export const reportFormats = ['csv', 'parquet', 'json', 'png', 'svg', 'pdf'] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** A question that is asked when the report is made; `lastDays` whole days up to the last midnight replace its period. */
export interface QueryBlock {
  type: 'query';
  title?: string;
  query: Omit<QueryInput, 'from' | 'to'> & { from?: string; to?: string };
  lastDays?: number;
  show?: 'chart' | 'table' | 'both' | 'figures';
}

/** Numbers that the caller has already. */
export interface DataBlock {
  type: 'data';
  title: string;
  notes?: string[];
  chart?: ChartFigure;
  table?: TableFigure;
  /** RFC 3339: when the numbers were read. */
  asOf?: string;
}

/** A whole data set, of any size. */
export interface DatasetBlock {
  type: 'dataset';
  dataset: DatasetName;
  from?: string;
  to?: string;
  eventType?: string;
  lastDays?: number;
}

export type Block = QueryBlock | DataBlock | DatasetBlock;

export interface ReportRequest {
  title?: string;
  format: ReportFormat;
  blocks: Block[];
  locale?: Locale;
  timeZone?: string;
  theme?: ChartTheme;
  /** px of a picture. */
  width?: number;
  height?: number;
  /** PNG pixels for each px. */
  scale?: number;
  csv?: CsvOptions;
}

/** @throws AppError `invalid_request` where blocks and format do not go together, or a time zone is none */
export function checkRequest({ format, blocks, timeZone }: ReportRequest): void {
  const refuse = (path: string, message: string): never => {
    throw new AppError('invalid_request', `${path.slice(1)} ${message}`, { errors: [{ path, message }] });
  };
  const kinds = new Set(blocks.map(({ type }) => type));
  if (format !== 'pdf' && blocks.length !== 1) {
    refuse('/blocks', `of a ${format} report must be one, got ${blocks.length}; a pdf report takes more`);
  }
  if (kinds.has('dataset') && ['png', 'svg', 'pdf'].includes(format)) {
    refuse('/format', `must be csv, parquet or json for a data set, got ${format}`);
  }
  for (const [i, block] of blocks.entries()) {
    if (block.type === 'query' && block.lastDays === undefined && !(block.query.from && block.query.to)) {
      refuse(`/blocks/${i}/query`, 'needs from and to, or lastDays beside it');
    }
    if (block.type === 'data' && block.chart === undefined && block.table === undefined) {
      refuse(`/blocks/${i}`, 'needs a chart or a table');
    }
    if (
      block.type === 'data' &&
      block.table?.rows.some((row) => row.length !== block.table?.columns.length)
    ) {
      refuse(`/blocks/${i}/table/rows`, 'must have a cell for each column');
    }
  }
  const [first] = blocks;
  if ((format === 'png' || format === 'svg') && first.type === 'data' && first.chart === undefined) {
    refuse('/blocks/0/chart', `is needed for ${format}`);
  }
  if (timeZone !== undefined && zoneNamed(timeZone) === undefined) {
    refuse(
      '/timeZone',
      `must be an IANA time zone such as America/Sao_Paulo, got ${JSON.stringify(timeZone)}`,
    );
  }
}
