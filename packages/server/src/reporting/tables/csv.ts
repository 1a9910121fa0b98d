import type { Column, RowBatch } from './table.ts';

export interface CsvOptions {
  /** `,` (default), `;` or tab. */
  separator?: ',' | ';' | '\t';
  /** Byte-order mark, so that spreadsheets read UTF-8. Default false. */
  bom?: boolean;
}

/**
 * Rows as CSV (RFC 4180). Text that a spreadsheet would run as a formula (starts with = + - @ tab or return)
 * gets an apostrophe in front; numbers do not.
 */
export async function* writeCsv(
  columns: readonly Column[],
  batches: AsyncIterable<RowBatch>,
  options: CsvOptions = {},
): AsyncIterable<Uint8Array> {
  const separator = options.separator ?? ',';
  const special = new RegExp(`["\\r\\n${separator}]`);
  const write = columns.map(({ name, type }) => ({ name, text: writerOf(type, special) }));
  const encoder = new TextEncoder();
  yield csvHead(
    columns.map(({ name }) => name),
    options,
  );
  for await (const rows of batches) {
    let text = '';
    for (const row of rows) {
      for (let i = 0; i < write.length; i++) {
        if (i > 0) text += separator;
        const value = row[write[i].name];
        if (value !== null && value !== undefined) text += write[i].text(value);
      }
      text += '\r\n';
    }
    if (text !== '') yield encoder.encode(text);
  }
}

/** The first line, behind the byte-order mark when one is asked for. */
export function csvHead(names: readonly string[], { separator = ',', bom }: CsvOptions = {}): Uint8Array {
  const special = new RegExp(`["\\r\\n${separator}]`);
  const head = names.map((name) => quote(name, special)).join(separator);
  return new TextEncoder().encode(`${bom ? '\ufeff' : ''}${head}\r\n`);
}

/** How a column's values are written. One function a column: no type is looked at again for each cell. */
function writerOf(type: Column['type'], special: RegExp): (value: unknown) => string {
  switch (type) {
    case 'time':
      return (value) => new Date(Number(value)).toISOString();
    case 'json':
      return (value) => quote(typeof value === 'string' ? value : JSON.stringify(value), special);
    case 'boolean':
      return (value) => (value ? 'true' : 'false');
    case 'number':
    case 'integer':
      return (value) => String(Number(value));
    case 'string':
      return (value) => quote(String(value), special);
  }
}

/** What spreadsheets take for the beginning of a formula, also in the full width of East Asian text; RE2 reads it too. */
export const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/;

function quote(text: string, special: RegExp): string {
  const safe = formulaStart.test(text) ? `'${text}` : text;
  return special.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
