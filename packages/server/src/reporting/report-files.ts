import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../errors.ts';
import type { DocumentRepository } from '../stores/control/control-store.ts';
import type { JsonObject } from '../stores/journal/record.ts';
import type { MadeReport } from './report-maker.ts';

/** A finished report that waits to be fetched. */
export interface ReportFile {
  id: string;
  name: string;
  mediaType: string;
  bytes: number;
  /** Who asked for it: only they, and administrators, may fetch it. */
  owner: string;
  /** Holds rows about single customers: an erasure removes it. */
  personal: boolean;
  scheduleId: string | null;
  createdAt: number;
  expiresAt: number;
}

const keptMs = 7 * 86_400_000;

/** Finished reports in a folder, for a week. */
export class ReportFiles {
  /** Erasures since the start: what was read before the latest one may hold whom it erased. */
  erasures = 0;
  readonly #folder: string;
  readonly #documents: DocumentRepository;
  readonly #now: () => number;

  constructor(folder: string, documents: DocumentRepository, now: () => number) {
    this.#folder = folder;
    this.#documents = documents;
    this.#now = now;
  }

  path(id: string): string {
    return join(this.#folder, id);
  }

  /** Writes the file whole or not at all. `onBytes` is told how many there are so far. */
  async write(
    id: string,
    made: MadeReport,
    more: Pick<ReportFile, 'owner' | 'personal' | 'scheduleId'>,
    options: { signal: AbortSignal; onBytes(bytes: number): void },
  ): Promise<ReportFile> {
    await mkdir(this.#folder, { recursive: true });
    const part = `${this.path(id)}.part`;
    let written = 0;
    const counted = async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        written += chunk.length;
        options.onBytes(written);
        yield chunk;
      }
    };
    try {
      await pipeline(Readable.from(counted(made.bytes), { objectMode: false }), createWriteStream(part), {
        signal: options.signal,
      });
      await rename(part, this.path(id));
    } catch (error) {
      await rm(part, { force: true });
      throw options.signal.aborted ? options.signal.reason : error;
    }
    const now = this.#now();
    const { name, mediaType } = made;
    const file: ReportFile = {
      id,
      name,
      mediaType,
      bytes: written,
      ...more,
      createdAt: now,
      expiresAt: now + keptMs,
    };
    await this.#documents.put(id, { ...file } as unknown as JsonObject, now);
    return file;
  }

  /** Those that have not expired, newest first. */
  async list(): Promise<ReportFile[]> {
    const all = (await this.#documents.list()).map(({ body }) => body as unknown as ReportFile);
    return all.filter(({ expiresAt }) => expiresAt > this.#now()).sort((a, b) => b.createdAt - a.createdAt);
  }

  /** @throws AppError `not_found` when there is none, or it expired */
  async get(id: string): Promise<ReportFile> {
    const file = (await this.#documents.get(id))?.body as unknown as ReportFile | undefined;
    const present =
      file !== undefined && file.expiresAt > this.#now() && (await stat(this.path(id)).catch(() => null));
    if (!present)
      throw new AppError('not_found', 'there is no such file, or it expired; make the report again');
    return file;
  }

  async remove(id: string): Promise<void> {
    await rm(this.path(id), { force: true });
    await this.#documents.remove(id);
  }

  /** Removes what expired. */
  async expire(): Promise<void> {
    await this.#removeWhere(({ expiresAt }) => expiresAt <= this.#now());
  }

  /** Removes what nothing names because a crash came before; to be called before any is written. */
  async removeOrphans(): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const known = new Set((await this.#documents.list()).map(({ name }) => name));
    for (const name of await readdir(this.#folder)) {
      if (!known.has(name)) await rm(this.path(name), { recursive: true, force: true });
    }
  }

  /** Part of an erasure: files with rows about customers cannot be rewritten, so they go. */
  async removePersonal(): Promise<void> {
    this.erasures++;
    await this.#removeWhere(({ personal }) => personal);
  }

  async #removeWhere(condition: (file: ReportFile) => boolean): Promise<void> {
    for (const { body } of await this.#documents.list()) {
      const file = body as unknown as ReportFile;
      if (condition(file)) await this.remove(file.id);
    }
  }
}
