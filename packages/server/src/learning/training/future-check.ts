import { refusal } from '../../errors.ts';
import type { JournalReader } from '../../stores/journal/journal-reader.ts';

/** Instants compared. */
const samples = 24;

/** Vectors of some instants, to be read twice: with the whole journal there, and with its rest withheld. */
export interface InstantVectors {
  /** Index of the first instant among the groups; those to `end` follow it. */
  begin: number;
  end: number;
  /** Engine vectors by instant, in order. */
  vectors: Float64Array[];
}

/**
 * Which instants to read twice: the last ones before a point drawn from the second to the fourth tenth of
 * all, so that most of the journal lies beyond it and reading that far again costs little.
 */
export function chooseInstants(count: number, uniform: number): InstantVectors {
  const end = Math.max(1, Math.min(count, Math.round(count * (0.2 + 0.2 * uniform))));
  return { begin: Math.max(0, end - samples), end, vectors: [] };
}

/** The journal as it was when it ended at `head`. */
export function withheld(reader: JournalReader, head: number): JournalReader {
  return {
    head,
    rows: (from, to = head) => reader.rows(from, Math.min(to, head)),
    close: () => undefined,
  };
}

/**
 * @param label names an instant in the message
 * @throws AppError `unprocessable` naming feature, instant and both values when a vector depends on what
 *   was recorded after its instant
 */
export function compareWithheld(
  whole: InstantVectors,
  cut: InstantVectors,
  names: readonly string[],
  label: (instant: number) => string,
): void {
  for (let i = whole.begin; i < whole.end; i++) {
    const a = whole.vectors[i - whole.begin];
    const b = cut.vectors[i - whole.begin];
    const length = Math.max(a.length, b.length);
    for (let k = 0; k < length; k++) {
      if (a[k] === b[k] || (Number.isNaN(a[k]) && Number.isNaN(b[k]))) continue;
      throw refusal(
        'unprocessable',
        'looksAhead',
        `the training set is refused: feature ${names[k % names.length]} of ${label(i)} is ${show(a[k])}, but ${show(b[k])} when later records are withheld; it looks into the future. Correct the feature`,
      );
    }
  }
}

function show(value: number | undefined): string {
  if (value === undefined) return 'absent';
  return Number.isNaN(value) ? 'missing' : String(value);
}
