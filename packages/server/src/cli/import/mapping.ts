import { AppError } from '../../errors.ts';
import { closest } from '../../features/closest.ts';

export const kinds = ['events', 'items', 'customers'] as const;
export type ImportKind = (typeof kinds)[number];

/** How a field of the target is read from a cell. */
type FieldType = 'string' | 'number' | 'time' | 'list' | 'boolean';

const eventFields: Record<string, FieldType> = {
  messageId: 'string',
  type: 'string',
  customerId: 'string',
  anonymousId: 'string',
  itemId: 'string',
  timestamp: 'time',
  value: 'number',
  currency: 'string',
  quantity: 'number',
  channel: 'string',
  device: 'string',
  placement: 'string',
  decisionId: 'string',
};
const itemFields: Record<string, FieldType> = {
  itemId: 'string',
  title: 'string',
  category: 'string',
  categories: 'list',
  tags: 'list',
  price: 'number',
  currency: 'string',
  url: 'string',
  imageUrl: 'string',
  availableFrom: 'time',
  availableUntil: 'time',
  hidden: 'boolean',
};
const customerFields: Record<string, FieldType> = {
  customerId: 'string',
  anonymousId: 'string',
  timestamp: 'time',
};

const targets: Record<ImportKind, { fields: Record<string, FieldType>; rest: string }> = {
  events: { fields: eventFields, rest: 'properties' },
  items: { fields: itemFields, rest: 'attributes' },
  customers: { fields: customerFields, rest: 'traits' },
};

export interface MappingOptions {
  kind: ImportKind;
  /** `target=column`, `target="constant"`, or `-column` to leave a column out. */
  map: string[];
  timeUnit: 's' | 'ms';
}

export type Mapped = { ok: true; value: Record<string, unknown> } | { ok: false; reason: string };

/** Compiles `--map` options into a function from a file's row to what the API takes. Throws on a mapping that names no field. */
export function compileMapping(options: MappingOptions): (row: Record<string, unknown>) => Mapped {
  const { fields, rest } = targets[options.kind];
  const toTarget = new Map<string, string>();
  const constants: [string, string][] = [];
  const dropped = new Set<string>();
  for (const entry of options.map) {
    if (entry.startsWith('-')) {
      dropped.add(entry.slice(1));
      continue;
    }
    const [target, source] = splitEntry(entry);
    if (!Object.hasOwn(fields, target) && !target.startsWith(`${rest}.`)) {
      throw new AppError(
        'invalid_request',
        `--map ${entry}: ${options.kind} have no field ${target}; fields are ${Object.keys(fields).join(', ')} and ${rest}.NAME`,
      );
    }
    const constant = constantOf(source);
    if (constant !== undefined) constants.push([target, constant]);
    else toTarget.set(source, target);
  }
  /** Fields that `--map` reads from elsewhere: a column of that very name is none then. */
  const taken = new Set([...toTarget.values(), ...constants.map(([target]) => target)]);
  const ownTarget = (column: string) =>
    column === rest || (Object.hasOwn(fields, column) && !taken.has(column)) ? column : `${rest}.${column}`;

  return (row) => {
    const out: Record<string, unknown> = {};
    try {
      for (const [target, text] of constants) assign(out, target, text);
      for (const [column, cell] of Object.entries(row)) {
        if (dropped.has(column) || cell === '' || cell === null || cell === undefined) continue;
        assign(out, toTarget.get(column) ?? ownTarget(column), cell);
      }
    } catch (error) {
      if (error instanceof AppError) return { ok: false, reason: error.message };
      throw error;
    }
    if (options.kind === 'customers') out.type = 'identify';
    return { ok: true, value: out };
  };

  function assign(out: Record<string, unknown>, target: string, cell: unknown): void {
    if (target === rest) {
      out[rest] = { ...(out[rest] as object | undefined), ...asObject(target, cell) };
    } else if (Object.hasOwn(fields, target)) {
      out[target] = convert(target, fields[target], cell, options.timeUnit);
    } else {
      out[rest] ??= {};
      (out[rest] as Record<string, unknown>)[target.slice(rest.length + 1)] = plain(cell);
    }
  }
}

/**
 * Holds `--map` against the columns of a file whose rows all have the same ones.
 * @throws AppError `invalid_request` for a column that is not there
 */
export function requireColumns(map: readonly string[], columns: readonly string[]): void {
  for (const entry of map) {
    const source = entry.startsWith('-') ? entry.slice(1) : splitEntry(entry)[1];
    if (columns.includes(source) || (!entry.startsWith('-') && constantOf(source) !== undefined)) continue;
    const near = closest(source, columns);
    const hint = near === undefined ? `; it has ${columns.join(', ')}` : `; did you mean ${near}?`;
    throw new AppError('invalid_request', `--map ${entry}: the file has no column ${source}${hint}`);
  }
}

/** The text of `"text"`; undefined for a column's name. */
function constantOf(source: string): string | undefined {
  return /^"(.*)"$/.exec(source)?.[1];
}

function splitEntry(entry: string): [string, string] {
  const at = entry.indexOf('=');
  if (at < 1 || at === entry.length - 1) {
    throw new AppError('invalid_request', `--map must be field=column, got ${JSON.stringify(entry)}`);
  }
  return [entry.slice(0, at), entry.slice(at + 1)];
}

function convert(field: string, type: FieldType, cell: unknown, unit: 's' | 'ms'): unknown {
  switch (type) {
    case 'string':
      return cell instanceof Date ? cell.toISOString() : String(cell);
    case 'number': {
      const number = Number(cell);
      if (!Number.isFinite(number))
        throw new AppError('invalid_request', `${field} must be a number, got ${JSON.stringify(cell)}`);
      return number;
    }
    case 'time': {
      const time = cell instanceof Date ? cell.getTime() : toTime(cell, unit);
      if (!Number.isFinite(time) || Math.abs(time) > 8.64e15) {
        throw new AppError(
          'invalid_request',
          `${field} must be a time (RFC 3339 or epoch ${unit}), got ${JSON.stringify(String(cell))}`,
        );
      }
      return new Date(time).toISOString();
    }
    case 'list':
      return Array.isArray(cell)
        ? cell.map(String)
        : String(cell)
            .split('|')
            .map((part) => part.trim())
            .filter(Boolean);
    case 'boolean':
      if (typeof cell === 'boolean') return cell;
      if (/^(true|1|yes)$/i.test(String(cell))) return true;
      if (/^(false|0|no)$/i.test(String(cell))) return false;
      throw new AppError('invalid_request', `${field} must be true or false, got ${JSON.stringify(cell)}`);
  }
}

function toTime(cell: unknown, unit: 's' | 'ms'): number {
  const text = String(cell).trim();
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text) * (unit === 's' ? 1000 : 1);
  return Date.parse(text);
}

function asObject(field: string, cell: unknown): Record<string, unknown> {
  let value = cell;
  if (typeof cell === 'string') {
    try {
      value = JSON.parse(cell);
    } catch {
      value = undefined;
    }
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new AppError('invalid_request', `${field} must be a JSON object, got ${JSON.stringify(cell)}`);
  }
  return plain(value) as Record<string, unknown>;
}

/** Parquet's big integers and dates as what JSON can carry. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint')
    return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(plain);
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
  }
  return value;
}
