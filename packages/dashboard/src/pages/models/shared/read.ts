/** Readers for parts of an answer whose shape depends on how the model was made: what does not fit is left out. */

export type Fields = Record<string, unknown>;

export function fields(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

export function list<T>(value: unknown, read: (one: unknown) => T | null): T[] {
  return Array.isArray(value) ? value.map(read).filter((one) => one !== null) : [];
}

export function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

export function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

export function numbers(value: unknown): number[] {
  return list(value, number);
}
