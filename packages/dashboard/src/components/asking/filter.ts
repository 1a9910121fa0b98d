/** A filter as it is edited and as it stands in addresses. */
export interface FilterGroup {
  join: 'and' | 'or';
  parts: FilterPart[];
}

export interface FilterLeaf {
  dimension: string;
  op: FilterOp;
  values: string[];
}

export type FilterPart = FilterGroup | FilterLeaf;

export const filterOps = ['in', 'notIn', 'contains', 'between', 'exists'] as const;
export type FilterOp = (typeof filterOps)[number];

export const noFilter: FilterGroup = { join: 'and', parts: [] };
/** As deep as the server takes them, without the list around them all. */
export const maxDepth = 4;

export function isGroup(part: FilterPart): part is FilterGroup {
  return 'parts' in part;
}

/** Reads what {@link writeFilter} wrote; anything else is no filter. */
export function readFilter(text: string): FilterGroup {
  if (text === '') return noFilter;
  try {
    const value: unknown = JSON.parse(text);
    return isPart(value, 0) && isGroup(value) ? value : noFilter;
  } catch {
    return noFilter;
  }
}

export function writeFilter(filter: FilterGroup): string {
  return filter.parts.length === 0 ? '' : JSON.stringify(filter);
}

function isPart(value: unknown, depth: number): value is FilterPart {
  if (typeof value !== 'object' || value === null || depth > maxDepth) return false;
  const part = value as Partial<FilterGroup & FilterLeaf>;
  if (Array.isArray(part.parts)) {
    return (part.join === 'and' || part.join === 'or') && part.parts.every((one) => isPart(one, depth + 1));
  }
  return (
    typeof part.dimension === 'string' &&
    filterOps.some((op) => op === part.op) &&
    Array.isArray(part.values) &&
    part.values.every((one) => typeof one === 'string')
  );
}

/** One filter of the server's, whoever wrote it, as it is edited; undefined for what the editor cannot show. */
export function leafOf(filter: unknown): FilterLeaf | undefined {
  if (typeof filter !== 'object' || filter === null) return undefined;
  const { dimension, op: written, values = [] } = filter as { [name in keyof FilterLeaf]?: unknown };
  const op = filterOps.find((one) => one === (written === 'eq' ? 'in' : written));
  if (typeof dimension !== 'string' || op === undefined || !Array.isArray(values)) return undefined;
  return { dimension, op, values: values.map(String) };
}

/** The filters for the server; parts that are still being filled in are left out. `numeric`: dimensions of numbers. */
export function toServer(filter: FilterGroup, numeric: ReadonlySet<string>): unknown[] {
  const parts = filter.parts.flatMap((part) => partToServer(part, numeric));
  if (parts.length === 0) return [];
  return filter.join === 'and' ? parts : [{ or: parts }];
}

function partToServer(part: FilterPart, numeric: ReadonlySet<string>): unknown[] {
  if (isGroup(part)) {
    const parts = part.parts.flatMap((one) => partToServer(one, numeric));
    return parts.length === 0 ? [] : [{ [part.join]: parts }];
  }
  const { dimension, op } = part;
  const needed = op === 'exists' ? 0 : op === 'between' ? 2 : 1;
  const values = part.values.map((value) => (numeric.has(dimension) && value !== '' ? Number(value) : value));
  if (dimension === '' || values.length < needed) return [];
  if (op === 'exists') return [{ dimension, op, values: [] }];
  return [{ dimension, op, values: op === 'between' ? values.slice(0, 2) : values }];
}
