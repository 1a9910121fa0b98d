import { AppError } from '../../errors.ts';
import type { Warehouse } from '../../stores/warehouse/warehouse.ts';
import type { Experiment } from '../definition.ts';
import { noSplit, type Split } from './dimensions.ts';
import { maxFigures } from './figures.ts';
import { chunks } from './metric-columns.ts';
import type { SumsRow } from './metric-inputs.ts';
import { capsQuery, exposuresQuery, quantileQuery, sampledLevels, sumsQuery } from './statistics-query.ts';
import { levelNames, type Period, type Statement } from './subjects.ts';

/** Customers summed by one statement: what fits into its memory with all they did. */
const customersPerPart = 250_000;
/** A statement out of memory or time is tried again in twice as many parts, up to so many. */
const maxParts = 64;
/** Cells of a split, over days and variants, that one answer may have. */
const maxRows = 20_000;

export interface ExposureRow {
  /** `YYYY-MM-DD`, UTC. */
  day: string;
  variant: string;
  levels: string[];
  customers: number;
  /** First exposed that day and seen in several variants. */
  doubtful: number;
  /** By metric: customers who could have come back. */
  ripe: Record<string, number>;
}

export interface Statistics {
  exposures: ExposureRow[];
  /** One row for each variant and cell that somebody was exposed in. */
  rows: SumsRow[];
  /** `cap_i` of each winsorised metric. */
  caps: Record<string, number>;
}

/** A row of sums; of several times, an array each. */
type FoundSums = Record<string, string | number | number[]>;

/** Reads an experiment's sums, told apart by a split. Rejects with what the warehouse's query rejects with. */
export class StatisticsReader {
  readonly #warehouse: Pick<Warehouse, 'query'>;
  readonly #experiment: Experiment;
  readonly #period: Period;
  readonly #signal: AbortSignal | undefined;
  #caps: Promise<Record<string, number>> | undefined;

  constructor(
    warehouse: Pick<Warehouse, 'query'>,
    experiment: Experiment,
    period: Period,
    signal: AbortSignal | undefined,
  ) {
    this.#warehouse = warehouse;
    this.#experiment = experiment;
    this.#period = period;
    this.#signal = signal;
  }

  /**
   * @param only numbers of the metrics wanted; all by default
   * @param given what an earlier reading of the same experiment has found
   */
  async read(
    split: Split = noSplit,
    only?: readonly number[],
    given?: Pick<Statistics, 'exposures' | 'caps'>,
  ): Promise<Statistics> {
    const [exposures, caps] =
      given === undefined
        ? await Promise.all([this.exposures(split), this.caps()])
        : [given.exposures, given.caps];
    const { metrics } = this.#experiment;
    const cells = cellsOf(exposures, caps);
    const known: Record<string, unknown> = { ...caps };
    for (const [i, metric] of metrics.entries()) {
      if (metric.kind !== 'quantile' || only?.includes(i) === false) continue;
      Object.assign(known, await this.#quantiles(i, metric, split, cells));
    }
    const people = peopleOf(cells);
    const count = Math.ceil(people / customersPerPart);
    for (const numbers of people === 0 ? [] : chunks(metrics, only ?? metrics.keys(), maxFigures)) {
      for (const row of await this.#sums(numbers, known, split, count)) {
        add(cells.get(cellOf(String(row.variant), levelsOf(row, split))), row);
      }
    }
    return { exposures, rows: [...cells.values()], caps };
  }

  /**
   * The sums of the only metric, not a quantile, as they stood at `ends` (epoch ms, exclusive), from one pass.
   * @param exposures those counted by each end
   */
  async readAt(
    ends: readonly number[],
    exposures: readonly (readonly ExposureRow[])[],
    split: Split,
    caps: Readonly<Record<string, number>>,
  ): Promise<SumsRow[][]> {
    const cells = exposures.map((rows) => cellsOf(rows, caps));
    const people = peopleOf(cells[cells.length - 1]);
    const count = Math.ceil(people / customersPerPart);
    const sums = people === 0 ? [] : await this.#sums([0], caps, split, count, ends);
    for (const row of sums) {
      const id = cellOf(String(row.variant), levelsOf(row, split));
      for (const [at, found] of cells.entries()) {
        const then = Object.entries(row).map(([name, value]) => [
          name,
          Array.isArray(value) ? value[at] : value,
        ]);
        add(found.get(id), Object.fromEntries(then));
      }
    }
    return cells.map((found) => [...found.values()]);
  }

  async #sums(
    numbers: readonly number[],
    known: Readonly<Record<string, unknown>>,
    split: Split,
    count: number,
    ends?: readonly number[],
  ): Promise<FoundSums[]> {
    const parts = Array.from({ length: count }, (_, index) =>
      this.#run<FoundSums>(
        sumsQuery(this.#experiment, this.#period, numbers, known, split, { index, count }, ends),
      ),
    );
    const settled = await Promise.allSettled(parts);
    const failed = settled.find((one) => one.status === 'rejected');
    if (failed === undefined) return settled.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
    const { reason } = failed;
    const isTooLarge = reason instanceof AppError && reason.code === 'overloaded';
    if (!isTooLarge || count * 2 > maxParts) throw reason;
    return this.#sums(numbers, known, split, count * 2, ends);
  }

  async exposures(split: Split = noSplit): Promise<ExposureRow[]> {
    const rows = await this.#run<Record<string, string | number>>(
      exposuresQuery(this.#experiment, this.#period, split),
      maxRows,
    );
    return rows.map((row) => ({
      ...{ day: String(row.day), variant: String(row.variant), levels: levelsOf(row, split) },
      ...{ customers: Number(row.customers), doubtful: Number(row.doubtful) },
      ripe: Object.fromEntries(
        Object.entries(row).flatMap(([name, n]) => (name.startsWith('n_') ? [[name, Number(n)]] : [])),
      ),
    }));
  }

  /** `cap_i` of each winsorised metric; without any total above zero there is nothing to cap. */
  caps(): Promise<Record<string, number>> {
    this.#caps ??= this.#readCaps();
    return this.#caps;
  }

  async #readCaps(): Promise<Record<string, number>> {
    const statement = capsQuery(this.#experiment, this.#period);
    if (statement === undefined) return {};
    const [found = {}] = await this.#run<Record<string, number | null>>(statement);
    return Object.fromEntries(Object.entries(found).map(([name, cap]) => [name, cap ?? 0]));
  }

  /** Puts the samples of a quantile function into their cells; returns each cell's quantile, as the sums need it. */
  async #quantiles(
    i: number,
    metric: Experiment['metrics'][number] & { kind: 'quantile' },
    split: Split,
    cells: ReadonlyMap<string, SumsRow>,
  ): Promise<Record<string, unknown>> {
    const rows = await this.#run<{ variant: string; samples: number[] }>(
      quantileQuery(this.#experiment, this.#period, metric, split),
      maxRows,
    );
    const at = sampledLevels(metric.level).indexOf(metric.level);
    const keys: string[] = [];
    const quantiles: number[] = [];
    for (const row of rows) {
      const { variant, samples } = row;
      const levels = levelsOf(row, split);
      const cell = cells.get(cellOf(variant, levels));
      if (cell !== undefined) cell.samples[i] = samples;
      const shown = this.#experiment.variants.findIndex(({ key }) => key === variant) + 1;
      keys.push([String(shown), ...levels].join('\n'));
      quantiles.push(samples[at]);
    }
    return { [`cells_${i}`]: keys, [`quantile_${i}`]: quantiles };
  }

  async #run<Row>({ sql, params }: Statement, rows?: number): Promise<Row[]> {
    try {
      const options = { signal: this.#signal, ...(rows === undefined ? {} : { maxRows: rows }) };
      return (await this.#warehouse.query<Row>(sql, params, options)).rows;
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'unprocessable') throw error;
      throw new AppError(
        'unprocessable',
        'the dimensions have too many levels to show; split by one with fewer',
        { cause: error },
      );
    }
  }
}

function cellsOf(
  exposures: readonly ExposureRow[],
  caps: Readonly<Record<string, number>>,
): Map<string, SumsRow> {
  const cells = new Map<string, SumsRow>();
  for (const { variant, levels, customers, ripe } of exposures) {
    const id = cellOf(variant, levels);
    const cell = cells.get(id) ?? { variant, levels, customers: 0, sums: { ...caps }, samples: {} };
    cell.customers += customers;
    add(cell, ripe);
    cells.set(id, cell);
  }
  return cells;
}

function peopleOf(cells: ReadonlyMap<string, SumsRow>): number {
  return [...cells.values()].reduce((sum, cell) => sum + cell.customers, 0);
}

function add(cell: SumsRow | undefined, row: Readonly<FoundSums>): void {
  if (cell === undefined) return;
  for (const [name, value] of Object.entries(row)) {
    if (typeof value === 'number') cell.sums[name] = (cell.sums[name] ?? 0) + value;
  }
}

function cellOf(variant: string, levels: readonly string[]): string {
  return JSON.stringify([variant, ...levels]);
}

function levelsOf(row: object, split: Split): string[] {
  const levels = row as Record<string, unknown>;
  return levelNames(split).map((name) => String(levels[name]));
}
