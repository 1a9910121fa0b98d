import { typedNumber } from '../../../format/typed-number.ts';

/** What a number in a form may be; an empty field always may. */
export interface NumberRule {
  min?: number;
  /** Must be greater than this. */
  above?: number;
  max?: number;
  whole?: boolean;
}

export interface ReadNumber {
  /** Undefined for an empty field and for one with a problem. */
  value?: number;
  problem?: 'notNumber' | 'whole' | 'range';
}

/** Reads what was typed. */
export function readNumber(typed: string, { min, above, max, whole }: NumberRule): ReadNumber {
  if (typed.trim() === '') return {};
  const value = typedNumber(typed);
  if (value === undefined) return { problem: 'notNumber' };
  if (whole && !Number.isSafeInteger(value)) return { problem: 'whole' };
  const outside =
    (min !== undefined && value < min) ||
    (above !== undefined && value <= above) ||
    (max !== undefined && value > max);
  return outside ? { problem: 'range' } : { value };
}
