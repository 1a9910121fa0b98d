import type { Column, RowBatch } from './table.ts';

/** Rows as JSON lines; times in RFC 3339. */
export async function* writeJsonLines(
  columns: readonly Column[],
  batches: AsyncIterable<RowBatch>,
): AsyncIterable<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const rows of batches) {
    let text = '';
    for (const row of rows) {
      const out: Record<string, unknown> = {};
      for (const { name, type } of columns) {
        const value = row[name] ?? null;
        out[name] = type === 'time' && value !== null ? new Date(Number(value)).toISOString() : value;
      }
      text += `${JSON.stringify(out)}\n`;
    }
    if (text) yield encoder.encode(text);
  }
}
