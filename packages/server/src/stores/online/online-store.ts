import type { StateTable } from './state-table.ts';

/** A small piece of state that is no table (ring of live counters, hash seed…); saved whole with each checkpoint. */
export interface StateSection {
  readonly name: string;
  readonly inParts?: false;
  /** The bytes must not change after the call: they are written in the course of the checkpoint. */
  save(): Uint8Array;
  restore(bytes: Uint8Array): void;
}

/** A large piece of state that is no table, in parts: a checkpoint writes those that changed since the one before. */
export interface PartedSection {
  readonly name: string;
  readonly inParts: true;
  /** All parts, in the order in which `restore` is to get them. */
  save(): SectionPart[];
  restore(parts: readonly Pick<SectionPart, 'bytes'>[]): void;
}

export interface SectionPart {
  /** Its own within the section. */
  number: number;
  /** A part of the same number and version is not written again. Counts for as long as the process lives. */
  version: number;
  /** The part as it was at `save`, at most some megabytes, for the caller to keep. Called in the course of the checkpoint. */
  bytes(): Uint8Array<ArrayBuffer>;
}

export interface TableOptions {
  /** Default true. False: a removed row's number is never given again (other state refers to it). */
  reuseRows?: boolean;
}

/**
 * Port: online state and its checkpoints. Embedded adapter: memory, snapshots in SQLite, journal tail.
 *
 * Order of use: `table()` and `section()` for everything, `restore()`, then replay the journal from the
 * returned offset, then live traffic with `checkpoint(offset)` from time to time.
 */
export interface OnlineStore {
  table(name: string, options?: TableOptions): StateTable;
  section(section: StateSection | PartedSection): void;
  /** Loads the newest whole checkpoint. Returns the offset of the first record not in it; 0 when there is none or the shape of state changed. */
  restore(): Promise<number>;
  /**
   * Saves all state as of now: the effects of every record below `offset`, and of none at or above it.
   * Must be called between two records. Returns when durable; state may go on changing meanwhile.
   * The previous checkpoint is deleted, its bytes wiped, only after the new one is durable.
   */
  checkpoint(offset: number): Promise<void>;
  /** Bytes held by tables, for metrics. */
  memoryUsage(): number;
  close(): Promise<void>;
}
