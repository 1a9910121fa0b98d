import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { stringify } from 'csv-stringify/sync';
import { AppError } from '../../../errors.ts';
import type { Cell, Column } from './columns.ts';

const rowsAtOnce = 500;
const format = { escape_formulas: true, record_delimiter: '\r\n' } as const;

/**
 * A CSV file (RFC 4180, UTF-8) that is written row by row and takes its name only when it is whole: until
 * then it is called `….part`. Text that a spreadsheet would run as a formula gets an apostrophe in front.
 */
export class CsvFile<Row> {
  readonly path: string;
  readonly #columns: readonly Column<Row>[];
  readonly #handle: FileHandle;
  #rows: Cell[][] = [];
  #written = 0;

  private constructor(path: string, columns: readonly Column<Row>[], handle: FileHandle) {
    this.path = path;
    this.#columns = columns;
    this.#handle = handle;
  }

  /** @throws AppError (`storage_full`, `storage_failed`) when the folder does not take it */
  static async create<Row>(path: string, columns: readonly Column<Row>[]): Promise<CsvFile<Row>> {
    const handle = await orExplain(path, open(`${path}.part`, 'w'));
    const file = new CsvFile(path, columns, handle);
    file.#rows.push(columns.map(({ name }) => name));
    return file;
  }

  /** Rows so far. */
  get written(): number {
    return this.#written;
  }

  /** Adds a row; resolves when there is room for the next. */
  async add(row: Row): Promise<void> {
    this.#rows.push(this.#columns.map((column) => column.of(row)));
    this.#written++;
    if (this.#rows.length >= rowsAtOnce) await this.#flush();
  }

  /** Writes what is left and gives the file its name. */
  async finish(): Promise<void> {
    await this.#flush();
    await orExplain(this.path, this.#handle.sync());
    await this.#handle.close();
    await orExplain(this.path, rename(`${this.path}.part`, this.path));
  }

  /** Removes what was written. */
  async discard(): Promise<void> {
    await this.#handle.close().catch(() => undefined);
    await rm(`${this.path}.part`, { force: true }).catch(() => undefined);
  }

  async #flush(): Promise<void> {
    if (this.#rows.length === 0) return;
    const text = stringify(this.#rows, format);
    this.#rows = [];
    await orExplain(this.path, this.#handle.appendFile(text));
  }
}

/** Says what is wrong with the disk or the folder, and what to do about it. */
export async function orExplain<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC' || code === 'EDQUOT') {
      throw new AppError(
        'storage_full',
        `the disk is full: ${path} was not written; make room or choose another --out`,
        {
          cause: error,
        },
      );
    }
    throw new AppError('storage_failed', `cannot write ${path} (${code ?? message}); choose another --out`, {
      cause: error,
    });
  }
}
