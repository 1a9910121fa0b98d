import type { MessagePort } from 'node:worker_threads';
import { AppError } from '../../errors.ts';
import { sqliteFailureError } from '../sqlite-error.ts';
import { decodePayload } from './payload.ts';
import type { ReaderReply, ReaderRequest, StoredRow } from './stored-row.ts';

/** What {@link openJournalReader} needs in another thread. `port` goes into the transfer list. */
export interface JournalReadHandle {
  kind: 'sqlite';
  /** Offset after the last record that may be read. */
  head: number;
  port: MessagePort;
}

/** Reads the journal in a thread of its own, past the thread that serves. */
export interface JournalReader {
  readonly head: number;
  /**
   * Stored rows from the one that holds `from` (whose first record may lie before it) up to `to`, each with
   * the JSON array text of its records, in offset order. Rejects with `storage_failed` for a damaged row and
   * `shutting_down` when the journal is closed meanwhile.
   */
  rows(from: number, to?: number): AsyncIterable<StoredRow>;
  close(): void;
}

/** Stored bytes in one reply, about: small enough that an append never waits long behind it. */
const replyBytes = 128 << 10;

export function openJournalReader(handle: JournalReadHandle): JournalReader {
  return new PortReader(handle);
}

class PortReader implements JournalReader {
  readonly head: number;
  readonly #port: MessagePort;
  #settle: { resolve: (reply: ReaderReply) => void; reject: (error: Error) => void } | undefined;
  #closed = false;

  constructor({ head, port }: JournalReadHandle) {
    this.head = head;
    this.#port = port;
    port.on('message', (reply: ReaderReply) => {
      const settle = this.#settle;
      this.#settle = undefined;
      settle?.resolve(reply);
    });
    port.on('close', () => {
      this.#closed = true;
      this.#settle?.reject(closed());
    });
    // A reader alone keeps no thread alive; a call that waits for a reply does.
    port.unref();
  }

  async *rows(from: number, to: number = this.head): AsyncGenerator<StoredRow> {
    const end = Math.min(to, this.head);
    if (from >= end) return;
    let coming = this.#ask(from, end);
    try {
      for (let next = from; next < end; ) {
        const reply = await coming;
        if ('failure' in reply) throw sqliteFailureError(reply.failure);
        next = reply.next;
        if (next < end) {
          coming = this.#ask(next, end);
          // Its failure is met at the next turn of the loop, or, when the caller stops, by nobody.
          coming.catch(() => {});
        }
        for (const { firstOffset, count, codec, bytes } of reply.payloads) {
          yield { firstOffset, count, text: decode(firstOffset, codec, bytes) };
        }
      }
    } finally {
      // An abandoned request's reply must not be taken for the next one's.
      await coming.catch(() => {});
    }
  }

  close(): void {
    this.#port.close();
  }

  async #ask(from: number, to: number): Promise<ReaderReply> {
    if (this.#closed) throw closed();
    if (this.#settle !== undefined) throw new Error('a journal reader serves one read at a time');
    const { promise, resolve, reject } = Promise.withResolvers<ReaderReply>();
    this.#settle = { resolve, reject };
    this.#port.ref();
    this.#port.postMessage({ from, to, maxBytes: replyBytes } satisfies ReaderRequest);
    try {
      return await promise;
    } finally {
      this.#port.unref();
    }
  }
}

function decode(firstOffset: number, codec: number, bytes: Uint8Array): string {
  try {
    return decodePayload(codec, bytes);
  } catch (cause) {
    throw new AppError('storage_failed', `the journal's row at offset ${firstOffset} is damaged`, { cause });
  }
}

function closed(): AppError {
  return new AppError('shutting_down', 'the journal is closed');
}
