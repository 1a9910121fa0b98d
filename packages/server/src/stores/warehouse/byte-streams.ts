import type { Session } from 'chdb';
import { AppError } from '../../errors.ts';
import { type ByteFormat, engineFormat, formatSettings } from './byte-format.ts';
import { type ChdbConnections, newTag } from './chdb-connections.ts';
import { joinParquet } from './join-parquet.ts';
import { queryError } from './warehouse-error.ts';

/** Each holds a statement's memory and, while it makes a piece, a thread. */
const streamsAtMost = 4;
const unbounded = { timeoutMs: Number.POSITIVE_INFINITY, maxRows: Number.POSITIVE_INFINITY };

/** Reads whose rows the engine writes itself: this thread only passes their bytes on. */
export class ByteStreams {
  readonly #connections: ChdbConnections;
  readonly #stop: (tag: string) => void;
  #open = 0;

  /** @param stop ends the statement that starts with the tag in the engine */
  constructor(connections: ChdbConnections, stop: (tag: string) => void) {
    this.#connections = connections;
    this.#stop = stop;
  }

  /** See `Warehouse.streamBytes`. */
  async *read(
    sql: string,
    params: Record<string, unknown>,
    format: ByteFormat,
    signal?: AbortSignal,
  ): AsyncGenerator<Uint8Array> {
    signal?.throwIfAborted();
    if (this.#open >= streamsAtMost) {
      throw new AppError('overloaded', `${streamsAtMost} large answers are being read; try again later`, {
        retryAfter: 30,
      });
    }
    this.#open++;
    const tag = newTag();
    const stop = () => this.#stop(tag);
    signal?.addEventListener('abort', stop);
    // A stream keeps its connection until its end: one of its own leaves the readers to others.
    let session: Session | undefined;
    try {
      session = await this.#connections.openStream(formatSettings(format));
      const pieces = piecesOf(session, `${tag} ${sql}`, params, format);
      for await (const piece of format.type === 'parquet' ? joinParquet(pieces, format.json) : pieces) {
        signal?.throwIfAborted();
        yield piece;
      }
    } catch (error) {
      signal?.throwIfAborted();
      throw queryError(error, unbounded);
    } finally {
      signal?.removeEventListener('abort', stop);
      session?.close();
      this.#open--;
    }
  }
}

/** What the engine writes, piece by piece; each of Parquet is a file of its own. */
async function* piecesOf(
  session: Session,
  sql: string,
  params: Record<string, unknown>,
  format: ByteFormat,
): AsyncGenerator<Uint8Array> {
  let some = false;
  for await (const piece of session.queryStreamBind(sql, params, { format: engineFormat(format) })) {
    some = true;
    yield piece.raw();
  }
  // Without rows a stream has no piece, but a file has columns.
  if (!some && format.type === 'parquet') {
    yield (await session.queryBindAsync(sql, params, { format: engineFormat(format) })).bytes();
  }
}
