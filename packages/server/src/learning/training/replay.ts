import type { JournalReader } from '../../stores/journal/journal-reader.ts';
import type { JournalRecord } from '../../stores/journal/record.ts';
import type { World } from './world.ts';

export interface ReplayOptions {
  /** Offset after the last record to apply. */
  to: number;
  /** Offsets at which to pause, ascending, repeats allowed: every record below is applied, none at or above. */
  stops?: ArrayLike<number>;
  /** Called at each pause with its index in `stops`. */
  onStop?(index: number): void;
  onProgress?(progress: { applied: number; to: number }): void;
  /** Asked between stored rows (about a thousand records); throws to end the replay. */
  check?(): void;
}

/** Applies the journal's records from its beginning to a fresh world, pausing exactly at the given offsets. */
export async function replay(reader: JournalReader, world: World, options: ReplayOptions): Promise<void> {
  const { to, stops = [], onStop, onProgress, check } = options;
  const { pipeline } = world;
  let next = 0;
  let reported = performance.now();
  const pause = (before: number): void => {
    while (next < stops.length && stops[next] <= before) onStop?.(next++);
  };
  for await (const { firstOffset, count, text } of reader.rows(0, to)) {
    check?.();
    const records = JSON.parse(text) as (JournalRecord | null)[];
    const end = Math.min(firstOffset + count, to);
    let start = firstOffset;
    while (start < end) {
      pause(start);
      const until = next < stops.length ? Math.min(end, stops[next]) : end;
      const whole = start === firstOffset && until === firstOffset + count;
      const slice = whole ? records : records.slice(start - firstOffset, until - firstOffset);
      pipeline.apply({ firstOffset: start, records: slice });
      start = until;
    }
    if (performance.now() - reported < 100) continue;
    reported = performance.now();
    onProgress?.({ applied: end, to });
  }
  pause(to);
  onProgress?.({ applied: to, to });
}
