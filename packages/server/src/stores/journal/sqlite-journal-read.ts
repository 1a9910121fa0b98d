import type { JournalBatch } from './journal.ts';
import type { JournalWorker } from './journal-worker.ts';
import type { JournalRecord } from './record.ts';
import type { JournalReply, ScanSlice } from './sqlite-journal-protocol.ts';
import type { StoredRow } from './stored-row.ts';

/** Characters of JSON fetched and parsed in one turn of the event loop, about; keeps a turn near 2 ms. */
const readLength = 400_000;
/** Characters that the worker looks through between two looks at its queue; keeps appends' wait near 10 ms. */
const scanLength = 8_000_000;

type Records = (JournalRecord | null)[];

/** Batches of `[from, to)`, in bounded steps; the next step is fetched while the caller uses this one. */
export async function* readRows(
  worker: JournalWorker,
  from: number,
  to: number,
): AsyncGenerator<JournalBatch> {
  if (from >= to) return;
  let coming = fetchRows(worker, from, to);
  for (let next = from; next < to; ) {
    const slice = await coming;
    next = slice.next;
    if (next < to) {
      coming = fetchRows(worker, next, to);
      // Whoever stops reading early never awaits it; without this its failure would be unhandled.
      coming.catch(() => {});
    }
    const batch = parse(slice.rows, from, to);
    if (batch !== undefined) yield batch;
  }
}

/**
 * Replaces the records for which `erase` says true by null, in slices between which appends go on, then
 * empties the write-ahead log (even if nothing matched: an interrupted erasure may have left bytes there).
 */
export async function eraseRecords(
  worker: JournalWorker,
  to: number,
  erase: (record: JournalRecord) => boolean,
  mentions: readonly string[] | undefined,
  check: () => void,
): Promise<number> {
  // As they stand in the JSON text, without the quotes.
  const texts = mentions?.map((mention) => JSON.stringify(mention).slice(1, -1)) ?? null;
  const maxTextLength = texts === null ? readLength : scanLength;
  let erased = 0;
  for (let from = 0; from < to; ) {
    check();
    const reply = await worker.call({ kind: 'scan', from, to, mentions: texts, maxTextLength });
    const slice = rowsOf(reply);
    const rows: StoredRow[] = [];
    let turnEnd = performance.now() + 5;
    for (const row of slice.rows) {
      const records = JSON.parse(row.text) as Records;
      let found = 0;
      for (let i = 0; i < records.length; i++) {
        const record = records[i];
        if (record === null || !erase(record)) continue;
        records[i] = null;
        found++;
      }
      if (found > 0) rows.push({ ...row, text: JSON.stringify(records) });
      erased += found;
      if (performance.now() > turnEnd) {
        await new Promise((resolve) => setImmediate(resolve));
        turnEnd = performance.now() + 5;
      }
    }
    // Few rows a transaction, so that appends get their turn in between.
    for (let i = 0; i < rows.length; i += 20)
      await worker.call({ kind: 'rewrite', rows: rows.slice(i, i + 20) });
    from = slice.next;
  }
  check();
  await worker.call({ kind: 'wipe' });
  return erased;
}

async function fetchRows(worker: JournalWorker, from: number, to: number): Promise<ScanSlice> {
  return rowsOf(await worker.call({ kind: 'read', from, to, maxTextLength: readLength }));
}

function rowsOf(reply: JournalReply): ScanSlice {
  return (reply as Extract<JournalReply, { kind: 'rows' }>).slice;
}

/** One batch of consecutive rows, cut to `[from, to)`. */
function parse(rows: readonly StoredRow[], from: number, to: number): JournalBatch | undefined {
  if (rows.length === 0) return undefined;
  const first = rows[0].firstOffset;
  let records = JSON.parse(rows[0].text) as Records;
  for (let i = 1; i < rows.length; i++) {
    // Not push(...): a row of many records would overflow the stack.
    for (const record of JSON.parse(rows[i].text) as Records) records.push(record);
  }
  const start = Math.max(from - first, 0);
  const end = Math.min(to - first, records.length);
  if (start > 0 || end < records.length) records = records.slice(start, end);
  return records.length === 0 ? undefined : { firstOffset: first + start, records };
}
