import type { JobRepository } from '../../stores/control/control-store.ts';
import type { JsonObject } from '../../stores/journal/record.ts';
import type { ToldCode } from '../../told.ts';

/** Something that a job told while it ran: a line of its log, or a point of a curve. */
export type JobNote =
  | { jobId: string; kind: 'log'; at: number; line: string; told?: ToldCode }
  | { jobId: string; kind: 'metric'; at: number; iteration: number; name: string; value: number };

/** Lines kept of a job, and points. */
const linesPerJob = 500;
const pointsPerJob = 2000;
/** Characters of a line that are kept. */
const lineLength = 2000;
/** Notes are stored at most this often while a job runs. */
const writeEveryMs = 5000;

interface Kept {
  stored: boolean;
  notes: JobNote[];
  lines: number;
  points: number;
  writtenAt: number;
  writing: Promise<void>;
}

/**
 * The newest notes of jobs: in memory while they run, so that whoever follows late sees what went before, and
 * in the control store, so that a restart leaves them.
 */
export class JobNotes {
  readonly #jobs: Pick<JobRepository, 'notes' | 'putNotes'>;
  readonly #running = new Map<string, Kept>();

  constructor(jobs: Pick<JobRepository, 'notes' | 'putNotes'>) {
    this.#jobs = jobs;
  }

  /**
   * Takes up what a job told before a restart; to be called before its first note.
   * @param stored false for jobs of which nothing may be kept: their notes last as long as they run
   */
  async begin(jobId: string, stored: boolean): Promise<void> {
    const notes = stored ? await this.#stored(jobId) : [];
    const lines = notes.filter(({ kind }) => kind === 'log').length;
    const kept: Kept = {
      ...{ stored, notes, lines, points: notes.length - lines },
      ...{ writtenAt: Date.now(), writing: Promise.resolve() },
    };
    this.#running.set(jobId, kept);
  }

  add(note: JobNote): void {
    const kept = this.#running.get(note.jobId);
    if (kept === undefined) return;
    kept.notes.push(note.kind === 'log' ? { ...note, line: note.line.slice(0, lineLength) } : note);
    if (note.kind === 'log') kept.lines++;
    else kept.points++;
    if (kept.lines > linesPerJob * 1.2 || kept.points > pointsPerJob * 1.2) trim(kept);
    if (Date.now() - kept.writtenAt >= writeEveryMs) this.#write(note.jobId, kept);
  }

  /** Stores what is left and forgets it; resolves when it is stored. */
  async end(jobId: string): Promise<void> {
    const kept = this.#running.get(jobId);
    if (kept === undefined) return;
    this.#write(jobId, kept);
    await kept.writing;
    this.#running.delete(jobId);
  }

  /** Oldest first. */
  async of(jobId: string): Promise<readonly JobNote[]> {
    return this.#running.get(jobId)?.notes ?? this.#stored(jobId);
  }

  #write(jobId: string, kept: Kept): void {
    trim(kept);
    if (!kept.stored) return;
    kept.writtenAt = Date.now();
    const body = kept.notes.map(compact);
    // One after the other: an older state must not overwrite a newer one. What fails is written with the next.
    kept.writing = kept.writing.then(() => this.#jobs.putNotes(jobId, body)).catch(() => undefined);
  }

  async #stored(jobId: string): Promise<JobNote[]> {
    return (await this.#jobs.notes(jobId)).map((one) => expand(jobId, one));
  }
}

function trim(kept: Kept): void {
  let [lines, points] = [kept.lines - linesPerJob, kept.points - pointsPerJob];
  if (lines <= 0 && points <= 0) return;
  kept.notes = kept.notes.filter(({ kind }) => (kind === 'log' ? lines-- <= 0 : points-- <= 0));
  kept.lines = Math.min(kept.lines, linesPerJob);
  kept.points = Math.min(kept.points, pointsPerJob);
}

function compact({ jobId: _, ...note }: JobNote): JsonObject {
  return note as JsonObject;
}

function expand(jobId: string, stored: JsonObject): JobNote {
  return { jobId, ...stored } as unknown as JobNote;
}
