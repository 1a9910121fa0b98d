import type { Format } from './format.ts';

/** An attribute's value as people read it; objects and lists as JSON. */
export function writeAttribute(value: unknown, format: Format): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'number') return format.exact(value);
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? '✓' : '✗';
  return JSON.stringify(value);
}
