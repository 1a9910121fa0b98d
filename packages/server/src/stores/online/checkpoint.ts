import { setImmediate } from 'node:timers/promises';
import { type CheckpointMeta, sectionTable } from './checkpoint-file.ts';
import type { CheckpointWriter } from './checkpoint-writer.ts';
import { encodeChunk } from './chunk-codec.ts';
import type { MemoryTable } from './memory-table.ts';
import type { SectionPart } from './online-store.ts';
import type { SavedSection } from './saved-section.ts';

/** Milliseconds of copying between two turns of the event loop. */
const sliceMilliseconds = 3;

interface FrozenTable {
  table: MemoryTable;
  rows: number;
  /** 1 for each chunk that this checkpoint has still to copy. */
  unsaved: Uint8Array;
  /** The same, as it was at the start; put back when the checkpoint fails. */
  changed: Uint8Array;
  /** First chunk not yet looked at; −1 when none is left. */
  next: number;
}

/**
 * One checkpoint of all tables as they were when it was made. Only chunks, and parts of sections, changed since the
 * last one are written: the file keeps the others. A chunk is copied when its turn comes, or just before it changes
 * (copy on write), so state may go on changing at once.
 */
export class Checkpoint {
  readonly #writer: CheckpointWriter;
  readonly #generation: number;
  readonly #done: Promise<void>;
  readonly #frozen: FrozenTable[];
  readonly #meta: CheckpointMeta;
  readonly #unsavedParts: { section: string; part: SectionPart }[] = [];
  #sent = false;

  constructor(
    writer: CheckpointWriter,
    tables: MemoryTable[],
    sections: SavedSection[],
    at: { shape: string; offset: number },
  ) {
    this.#writer = writer;
    this.#meta = { ...at, tables: {}, sections: {} };
    for (const { name, parts, changed } of sections) {
      this.#meta.sections[name] = parts.map((part) => part.number);
      for (const part of changed) this.#unsavedParts.push({ section: name, part });
    }
    for (const table of tables) {
      this.#meta.tables[table.name] = { rows: table.rows, free: table.freeRows() };
    }
    const { generation, done } = writer.begin();
    this.#generation = generation;
    this.#done = done;
    this.#frozen = tables.map((table) => this.#freeze(table));
  }

  /** Copies slice by slice; resolves when the checkpoint is durable. */
  async run(): Promise<void> {
    try {
      await Promise.race([this.#copyInSlices(), this.#done]);
      await this.#done;
    } catch (error) {
      this.giveBack();
      throw error;
    } finally {
      this.#thaw();
    }
  }

  /** Copies everything that is left, now. */
  finishCopying(): void {
    if (this.#sent) return;
    while (this.#copyNext());
    this.#commit();
  }

  async #copyInSlices(): Promise<void> {
    let since = performance.now();
    while (this.#copyNext()) {
      if (performance.now() - since < sliceMilliseconds) continue;
      await setImmediate();
      await this.#writer.room();
      if (this.#sent || !this.#writer.isOpen(this.#generation)) return;
      since = performance.now();
    }
    this.#commit();
  }

  #freeze(table: MemoryTable): FrozenTable {
    const frozen: FrozenTable = {
      table,
      rows: table.rows,
      unsaved: table.changed.slice(),
      changed: table.changed.slice(),
      next: 0,
    };
    table.changed.fill(0);
    table.unsaved = frozen.unsaved;
    table.saveChunk = (chunk) => this.#copy(frozen, chunk);
    return frozen;
  }

  /** Copies one more chunk or part of a section. False when all are copied. */
  #copyNext(): boolean {
    for (const frozen of this.#frozen) {
      const chunk = frozen.next < 0 ? -1 : frozen.unsaved.indexOf(1, frozen.next);
      frozen.next = chunk < 0 ? -1 : chunk + 1;
      if (chunk < 0) continue;
      this.#copy(frozen, chunk);
      return true;
    }
    const next = this.#unsavedParts.pop();
    if (next === undefined) return false;
    const { section, part } = next;
    this.#writer.chunk(this.#generation, sectionTable(section), part.number, part.bytes());
    return true;
  }

  #copy(frozen: FrozenTable, chunk: number): void {
    frozen.unsaved[chunk] = 0;
    const bytes = encodeChunk(frozen.table, chunk, frozen.rows);
    this.#writer.chunk(this.#generation, frozen.table.name, chunk, bytes);
  }

  #commit(): void {
    if (this.#sent) return;
    this.#sent = true;
    this.#writer.commit(this.#generation, this.#meta);
    this.#thaw();
  }

  #thaw(): void {
    for (const { table, unsaved } of this.#frozen) {
      if (table.unsaved !== unsaved) continue;
      table.unsaved = undefined;
      table.saveChunk = undefined;
    }
  }

  /** The file still lacks these chunks: the next checkpoint must write them. */
  giveBack(): void {
    for (const { table, changed } of this.#frozen) {
      changed.forEach((flag, chunk) => {
        if (flag === 1) table.changed[chunk] = 1;
      });
    }
  }
}
