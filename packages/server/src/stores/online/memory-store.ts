import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { AppError } from '../../errors.ts';
import { release } from '../memory.ts';
import { Checkpoint } from './checkpoint.ts';
import {
  type CheckpointMeta,
  clearCheckpoint,
  openCheckpointFile,
  readChunks,
  readMeta,
  sectionTable,
} from './checkpoint-file.ts';
import { CheckpointWriter } from './checkpoint-writer.ts';
import { decodeChunk } from './chunk-codec.ts';
import { chunkRows, MemoryTable } from './memory-table.ts';
import type { OnlineStore, PartedSection, StateSection, TableOptions } from './online-store.ts';
import { type PartVersions, restoreSection, saveSection, versionsOf } from './saved-section.ts';
import type { StateTable } from './state-table.ts';

/** Raised when the layout of a chunk or of a section's parts, not the shape of tables, changes. */
const formatVersion = 3;

export interface OnlineStoreOptions {
  /** Told when a checkpoint cannot be used and state will be rebuilt from the journal. */
  onDiscard?: (reason: string) => void;
}

/**
 * Opens the online state kept in `dir` (made when absent): tables in memory, checkpoints in
 * `dir/online.sqlite`. Declare tables and sections, then call `restore()`.
 */
export function openOnlineStore(dir: string, options: OnlineStoreOptions = {}): OnlineStore {
  mkdirSync(dir, { recursive: true });
  return new MemoryStore(join(dir, 'online.sqlite'), options);
}

/** Online state in memory only, for replays: nothing to restore, and no checkpoint. */
export function openVolatileStore(): OnlineStore {
  return new MemoryStore(undefined, {});
}

class MemoryStore implements OnlineStore {
  readonly #path: string | undefined;
  readonly #options: OnlineStoreOptions;
  readonly #tables = new Map<string, MemoryTable>();
  readonly #sections = new Map<string, StateSection | PartedSection>();
  /** Which parts of sections the newest durable checkpoint has. */
  readonly #partsOnFile = new Map<string, PartVersions>();
  #restored = false;
  #closed = false;
  #active: Checkpoint | undefined;
  #writer: CheckpointWriter | undefined;

  constructor(path: string | undefined, options: OnlineStoreOptions) {
    this.#path = path;
    this.#options = options;
  }

  table(name: string, options?: TableOptions): StateTable {
    const known = this.#tables.get(name);
    if (known !== undefined) return known;
    if (this.#restored) throw new Error(`table ${name} must be declared before restore()`);
    const table = new MemoryTable(name, options);
    this.#tables.set(name, table);
    return table;
  }

  section(section: StateSection | PartedSection): void {
    if (this.#restored) throw new Error(`section ${section.name} must be declared before restore()`);
    if (this.#sections.has(section.name)) throw new Error(`section ${section.name} is declared twice`);
    this.#sections.set(section.name, section);
  }

  async restore(): Promise<number> {
    if (this.#restored) throw new Error('restore() may be called once');
    this.#restored = true;
    for (const table of this.#tables.values()) table.sealed = true;
    if (this.#path === undefined) return 0;
    const database = this.#openFile(this.#path);
    try {
      return this.#restoreFrom(database);
    } finally {
      database.close();
    }
  }

  async checkpoint(offset: number): Promise<void> {
    if (this.#closed) throw new Error('the online store is closed');
    if (!this.#restored) throw new Error('restore() must come before checkpoint()');
    if (this.#path === undefined) throw new Error('an online store without a folder takes no checkpoints');
    // A newer checkpoint must not overtake: what the running one has still to copy is copied now, at once.
    // It takes over that one's chunks as well, so that it is whole even if that one fails.
    this.#active?.finishCopying();
    this.#active?.giveBack();
    if (this.#writer === undefined || this.#writer.broken) this.#writer = new CheckpointWriter(this.#path);
    const sections = [...this.#sections.values()].map((section) =>
      saveSection(section, this.#partsOnFile.get(section.name)),
    );
    const checkpoint = new Checkpoint(this.#writer, [...this.#tables.values()], sections, {
      shape: this.#shape(),
      offset,
    });
    this.#active = checkpoint;
    try {
      await checkpoint.run();
      for (const section of sections) this.#partsOnFile.set(section.name, versionsOf(section));
    } finally {
      if (this.#active === checkpoint) this.#active = undefined;
    }
  }

  memoryUsage(): number {
    let bytes = 0;
    for (const table of this.#tables.values()) bytes += table.byteLength;
    return bytes;
  }

  /** Ends after a running checkpoint; takes none itself. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#active?.finishCopying();
    await this.#writer?.close();
  }

  #openFile(path: string): DatabaseSync {
    try {
      return openCheckpointFile(path);
    } catch (error) {
      throw new AppError(
        'storage_failed',
        `${path} cannot be opened: ${(error as Error).message}. If no other process uses it, delete it: online state is then rebuilt from the journal`,
        { cause: error },
      );
    }
  }

  #restoreFrom(database: DatabaseSync): number {
    const meta = readMeta(database);
    if (meta === undefined) return 0;
    if (meta.shape !== this.#shape()) return this.#discard(database, 'the shape of online state changed');
    try {
      this.#load(database, meta);
    } catch (error) {
      for (const table of this.#tables.values()) table.reset();
      return this.#discard(database, `the checkpoint cannot be read: ${(error as Error).message}`);
    }
    return meta.offset;
  }

  #load(database: DatabaseSync, meta: CheckpointMeta): void {
    for (const table of this.#tables.values()) {
      const { rows, free } = meta.tables[table.name];
      table.beginRestore(rows, free);
    }
    const sections = new Map(
      Object.keys(meta.sections).map((name) => [
        sectionTable(name),
        new Map<number, Uint8Array<ArrayBuffer>>(),
      ]),
    );
    const chunks = new Map<string, number>();
    for (const { table, number, bytes } of readChunks(database)) {
      const parts = sections.get(table);
      if (parts !== undefined) {
        parts.set(number, bytes);
        continue;
      }
      chunks.set(table, (chunks.get(table) ?? 0) + 1);
      const target = this.#tables.get(table);
      if (target === undefined) throw new Error(`table ${table} is not declared`);
      decodeChunk(target, number, bytes);
      release(bytes.buffer);
    }
    for (const table of this.#tables.values()) {
      expectChunks(table.name, chunks.get(table.name), Math.ceil(table.rows / chunkRows));
    }
    // Applied last, so that a damaged part leaves every section untouched.
    const ordered = [...this.#sections.values()].map((section) => {
      const found = sections.get(sectionTable(section.name));
      const parts = meta.sections[section.name].map((number) => found?.get(number));
      const whole = parts.filter((part) => part !== undefined);
      expectChunks(`section ${section.name}`, whole.length, parts.length);
      return { section, parts: whole };
    });
    for (const { section, parts } of ordered) restoreSection(section, parts);
  }

  #discard(database: DatabaseSync, reason: string): number {
    clearCheckpoint(database);
    this.#options.onDiscard?.(reason);
    return 0;
  }

  #shape(): string {
    const parts = [
      `format ${formatVersion}`,
      ...[...this.#tables.values()].map((table) => table.shape()).sort(),
      ...[...this.#sections.keys()].sort(),
    ];
    return createHash('sha256').update(parts.join('\n')).digest('hex');
  }
}

function expectChunks(name: string, found: number | undefined, expected: number): void {
  if ((found ?? 0) !== expected) throw new Error(`${name} has ${found ?? 0} of its ${expected} chunks`);
}
