import { formulaStart } from '../tables/csv.ts';
import type { DatasetColumn } from './datasets.ts';

/** A pattern of RE2 as a SQL literal. */
const formulaPattern = `'${formulaStart.source.replaceAll('\\', '\\\\')}'`;

/** The columns as CSV has them: text that a spreadsheet would run starts with an apostrophe. */
export function csvList(columns: readonly DatasetColumn[]): string {
  return columns
    .map(({ type, sql, optional }) => {
      if (type === 'boolean') return `CAST(${sql} AS Bool)`;
      if (type !== 'string') return optional ? `nullIf(${sql}, '')` : sql;
      const safe = `if(match(${sql}, ${formulaPattern}), concat('''', ${sql}), ${sql})`;
      return optional ? `nullIf(${safe}, '')` : safe;
    })
    .join(', ');
}

/** One column: each row as a JSON object in a line, with `before` in front of it. */
export function jsonList(columns: readonly DatasetColumn[], before: '' | ','): string {
  const fields = columns.map(({ name, type, sql, optional }, i) => {
    const key = `'${i === 0 ? `${before}{` : ','}"${name}":'`;
    // The lines' ends are the rows' ends; inside of JSON a line feed is white space.
    if (type === 'json') return `${key}, if(${sql} = '', 'null', replaceAll(${sql}, '\\n', ' '))`;
    const value = `ifNull(toJSONString(${type === 'boolean' ? `CAST(${sql} AS Bool)` : sql}), 'null')`;
    return optional ? `${key}, if(${sql} = '', 'null', ${value})` : `${key}, ${value}`;
  });
  return `concat(${fields.join(', ')}, '}')`;
}

/** The columns with their own names and types. */
export function typedList(columns: readonly DatasetColumn[]): string {
  return columns
    .map(({ name, type, sql, optional }) => {
      const value = optional ? `nullIf(${sql}, '')` : sql;
      return `${type === 'boolean' ? `CAST(${sql} AS Bool)` : value} AS ${name}`;
    })
    .join(', ');
}
