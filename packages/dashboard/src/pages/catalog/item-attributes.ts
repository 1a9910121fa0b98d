import type { Item } from '../../api/items.ts';
import { numberText, typedNumber } from '../../format/typed-number.ts';

type Attributes = NonNullable<Item['attributes']>;

/** An attribute as it is typed. */
export interface AttributeRow {
  id: string;
  name: string;
  type: 'text' | 'number' | 'boolean';
  value: string;
}

let made = 0;

export function rowsOf(attributes: Attributes): AttributeRow[] {
  return Object.entries(attributes).map(([name, value]) => ({
    id: `attribute-${made++}`,
    name,
    type: typeof value === 'string' ? 'text' : typeof value === 'number' ? 'number' : 'boolean',
    value: typeof value === 'number' ? numberText(value) : String(value),
  }));
}

/** Whether a number is due and something else is typed. */
export function isNoNumber({ type, value }: AttributeRow): boolean {
  return type === 'number' && value.trim() !== '' && typedNumber(value) === undefined;
}

/** Back again; rows without a name or without a number where one is due are left out. Undefined when none is left. */
export function attributesOf(rows: readonly AttributeRow[]): Attributes | undefined {
  const entries = rows.flatMap(({ name, type, value }): [string, string | number | boolean][] => {
    if (name.trim() === '') return [];
    if (type === 'boolean') return [[name.trim(), value === 'true']];
    if (type === 'text') return [[name.trim(), value]];
    const number = typedNumber(value);
    return number === undefined ? [] : [[name.trim(), number]];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
