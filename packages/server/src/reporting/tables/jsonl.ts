import type { Column, RowBatch } from './table.ts';

/** Rows as JSON lines, or as one JSON array with a row a line; times in RFC 3339. */
export async function* writeJsonLines(
  columns: readonly Column[],
  batches: AsyncIterable<RowBatch>,
  form: 'lines' | 'array' = 'lines',
): AsyncIterable<Uint8Array> {
  const encoder = new TextEncoder();
  let before = form === 'array' ? '[' : '';
  for await (const rows of batches) {
    let text = '';
    for (const row of rows) {
      const out: Record<string, unknown> = {};
      for (const { name, type } of columns) {
        const value = row[name] ?? null;
        out[name] = type === 'time' && value !== null ? new Date(Number(value)).toISOString() : value;
      }
      text += `${before}${JSON.stringify(out)}\n`;
      if (form === 'array') before = ',';
    }
    if (text) yield encoder.encode(text);
  }
  if (form === 'array') yield encoder.encode(before === '[' ? '[]\n' : ']\n');
}
