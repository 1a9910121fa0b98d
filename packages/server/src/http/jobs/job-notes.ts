/** Something that a job told while it ran: a line of its log, or a point of a curve. */
export type JobNote =
  | { jobId: string; kind: 'log'; at: number; line: string }
  | { jobId: string; kind: 'metric'; at: number; iteration: number; name: string; value: number };

const notesPerJob = 5000;
const jobsKept = 20;

/** The newest notes of the newest jobs, so that whoever follows late sees what went before. */
export class JobNotes {
  readonly #notes = new Map<string, JobNote[]>();

  add(note: JobNote): void {
    const notes = this.#notes.get(note.jobId);
    if (notes === undefined) {
      this.#notes.set(note.jobId, [note]);
      if (this.#notes.size > jobsKept) this.#notes.delete(this.#notes.keys().next().value!);
      return;
    }
    notes.push(note);
    if (notes.length > notesPerJob * 1.2) notes.splice(0, notes.length - notesPerJob);
  }

  of(jobId: string): readonly JobNote[] {
    return this.#notes.get(jobId) ?? [];
  }
}
