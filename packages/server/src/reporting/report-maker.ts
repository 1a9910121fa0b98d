import {
  type AnalyticsService,
  type Answer,
  currenciesOf,
  type QueryInput,
} from '../analytics/semantic/index.ts';
import type { Warehouse } from '../stores/warehouse/warehouse.ts';
import { lastDays } from './document/days.ts';
import type { Locale, ReportDocument, Section, TableFigure } from './document/document.ts';
import {
  type Block,
  checkRequest,
  type DatasetBlock,
  type QueryBlock,
  type ReportRequest,
} from './document/request.ts';
import { sectionOfQuery } from './document/section-of-query.ts';
import { exportDataset } from './exports/export-dataset.ts';
import type { Renderer } from './render/renderer.ts';
import { type Column, mediaTypes, type TableFormat } from './tables/table.ts';
import { writeTable } from './tables/write-table.ts';

export interface MadeReport {
  /** With its ending. */
  name: string;
  mediaType: string;
  bytes: AsyncIterable<Uint8Array>;
}

export interface ReportMakerOptions {
  analytics: Pick<AnalyticsService, 'query' | 'schema'>;
  warehouse: Pick<Warehouse, 'streamBytes'>;
  renderer: Renderer;
  timeZone: string;
  now(): number;
}

const pictureTypes = { png: 'image/png', svg: 'image/svg+xml', pdf: 'application/pdf' } as const;
const defaultTitle: Record<Locale, string> = { en: 'Report', 'pt-BR': 'Relatório' };

/** Answers a report's questions and writes them in its format. */
export class ReportMaker {
  readonly #options: ReportMakerOptions;

  constructor(options: ReportMakerOptions) {
    this.#options = options;
  }

  /** Gets ready for pictures and documents. */
  warm(): void {
    this.#options.renderer.warm();
  }

  /**
   * @param signal ends the reading of a whole data set
   * @throws AppError `invalid_request` for what makes no sense, `overloaded` when a question takes too long
   */
  async make(request: ReportRequest, signal?: AbortSignal): Promise<MadeReport> {
    checkRequest(request);
    const { format, blocks } = request;
    const name = `${fileName(titleOf(request))}.${format}`;
    if (format === 'png' || format === 'svg' || format === 'pdf') {
      const report = await this.#document(request);
      const size = {
        width: request.width ?? 960,
        scale: request.scale ?? 2,
        ...(request.height !== undefined && { height: request.height }),
      };
      const bytes = await this.#options.renderer.render({ format, report, size });
      return { name, mediaType: pictureTypes[format], bytes: once(bytes) };
    }
    const bytes = await this.#table(blocks[0], format, request, signal);
    return { name, mediaType: mediaTypes[format], bytes };
  }

  async #table(block: Block, format: TableFormat, request: ReportRequest, signal: AbortSignal | undefined) {
    if (block.type === 'dataset') {
      const query = {
        ...this.#bounds(block, request),
        dataset: block.dataset,
        format,
        ...(block.eventType !== undefined && { type: block.eventType }),
        ...(request.csv && { csv: request.csv }),
      };
      return exportDataset(this.#options.warehouse, query, signal);
    }
    const table =
      block.type === 'query'
        ? tableOfAnswer((await this.#ask(block, request)).answer)
        : (block.table ?? tableOfChart(block));
    const columns: Column[] = table.columns.map(({ name, type }) => ({ name, type }));
    const rows = table.rows.map((row) => Object.fromEntries(columns.map(({ name }, c) => [name, row[c]])));
    return writeTable(format, columns, batchesOf(rows), request.csv);
  }

  async #document(request: ReportRequest): Promise<ReportDocument> {
    const { locale = 'en', theme = 'light', blocks } = request;
    const timeZone = request.timeZone ?? this.#options.timeZone;
    const schema = this.#options.analytics.schema();
    let asOf: number | null = null;
    const older = (at: number) => {
      asOf = asOf === null ? at : Math.min(asOf, at);
    };
    const sections: Section[] = [];
    for (const block of blocks) {
      if (block.type === 'query') {
        const { query, answer } = await this.#ask(block, request);
        older(answer.meta.freshAsOf);
        sections.push(
          sectionOfQuery(titled(block, request), query, answer, schema, {
            locale,
            timeZone,
            currencies: await this.#currencies(query, answer),
          }),
        );
      } else if (block.type === 'data') {
        if (block.asOf !== undefined) older(Date.parse(block.asOf));
        const { title, notes = [], chart, table } = block;
        sections.push({ title, notes, ...(chart && { chart }), ...(table && { table }) });
      }
    }
    return { title: titleOf(request), locale, timeZone, theme, asOf, madeAt: this.#options.now(), sections };
  }

  async #ask(block: QueryBlock, request: ReportRequest): Promise<{ query: QueryInput; answer: Answer }> {
    const timeZone = block.query.timeZone ?? request.timeZone ?? this.#options.timeZone;
    const period =
      block.lastDays === undefined ? undefined : lastDays(block.lastDays, this.#options.now(), timeZone);
    const query: QueryInput = {
      ...block.query,
      timeZone,
      from: period === undefined ? (block.query.from ?? '') : new Date(period.from).toISOString(),
      to: period === undefined ? (block.query.to ?? '') : new Date(period.to).toISOString(),
      ...(request.locale && { locale: request.locale }),
    };
    return { query, answer: await this.#options.analytics.query(query) };
  }

  /** Of the money in an answer; a code that is none of ISO 4217's form is not written. */
  async #currencies(query: QueryInput, { columns }: Answer): Promise<string[]> {
    if (columns.every(({ format }) => format !== 'currency')) return [];
    const found = await currenciesOf(this.#options.analytics, query);
    return (found ?? []).filter((code) => /^[A-Z]{3}$/.test(code));
  }

  #bounds({ from, to, lastDays: days }: DatasetBlock, { timeZone }: ReportRequest) {
    if (days !== undefined) return lastDays(days, this.#options.now(), timeZone ?? this.#options.timeZone);
    return { ...(from && { from: Date.parse(from) }), ...(to && { to: Date.parse(to) }) };
  }
}

/** Whether the report is made in the background: its size is not bounded. */
export function isLarge({ blocks }: ReportRequest): boolean {
  return blocks.some(({ type }) => type === 'dataset') || blocks.length > 20;
}

function titleOf({ title, blocks, locale = 'en' }: ReportRequest): string {
  const [first] = blocks;
  if (title) return title;
  if (first.type === 'dataset') return first.dataset;
  return (blocks.length === 1 && first.title) || defaultTitle[locale];
}

/** A report's only question goes by the report's title unless it has one of its own. */
function titled(block: QueryBlock, { title, blocks }: ReportRequest): QueryBlock {
  return block.title !== undefined || title === undefined || blocks.length > 1 ? block : { ...block, title };
}

/** A title without what a file's name may not hold. */
export function fileName(title: string): string {
  const safe = title
    .replace(/[^\p{L}\p{N} ._-]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[ .]+|[ .]+$/g, '');
  // Where the cut goes through a pair of surrogates, its first half goes too: no header could carry it.
  return safe.slice(0, 80).replace(/[\ud800-\udbff]$/, '') || 'report';
}

/** An answer's numbers by their names in the API, whole. */
function tableOfAnswer({ columns, rows }: Answer): TableFigure {
  return {
    columns: columns.map(({ name, kind, type }) => ({
      name,
      type: kind === 'metric' || type === 'number' ? 'number' : 'string',
    })),
    rows: rows.map((row) =>
      columns.map(({ name }) => {
        const value = row[name];
        return typeof value === 'number' || typeof value === 'string' ? value : null;
      }),
    ),
  };
}

function tableOfChart({ chart }: Extract<Block, { type: 'data' }>): TableFigure {
  if (chart === undefined) return { columns: [], rows: [] };
  if (chart.kind === 'bars') {
    return {
      columns: [
        { name: chart.categoryName ?? 'category', type: 'string' },
        ...chart.series.map(({ name }) => ({ name, type: 'number' as const })),
      ],
      rows: chart.categories.map((category, i) => [
        category,
        ...chart.series.map(({ values }) => values[i] ?? null),
      ]),
    };
  }
  const xs = [...new Set(chart.series.flatMap(({ points }) => points.map(([x]) => x)))].sort((a, b) => a - b);
  const values = chart.series.map(({ points }) => new Map(points.map(([x, y]) => [x, y])));
  return {
    columns: [
      { name: chart.x.name || 'x', type: chart.x.type === 'time' ? 'time' : 'number' },
      ...chart.series.map(({ name }) => ({ name, type: 'number' as const })),
    ],
    rows: xs.map((x) => [x, ...values.map((known) => known.get(x) ?? null)]),
  };
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}

async function* batchesOf<T>(rows: readonly T[]): AsyncIterable<readonly T[]> {
  for (let i = 0; i < rows.length; i += 5000) yield rows.slice(i, i + 5000);
}
