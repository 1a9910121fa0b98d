import type { ReasonKind } from '../scorer.ts';

export type Locale = 'en' | 'pt-BR';

/** What a sentence may mention. Texts are names from the catalog, already made safe to show. */
export interface ReasonDetail {
  /** Title of the item that this one goes with. */
  withTitle?: string;
  /** Attribute and its value that the customer prefers. */
  attribute?: string;
  value?: string;
  /** Times the customer bought the item. */
  times?: number;
  /** The feature's own description, for kinds without a sentence. */
  description?: string;
}

/** One sentence per kind of reason. A function and not a pattern: a title that looks like a placeholder stays a title. */
export type Wording = Record<ReasonKind, (detail: ReasonDetail) => string> & {
  fallback: () => string;
};

const longest = 80;

/** A catalog name as it may stand in a sentence: no control or direction-changing characters, at most 80 long. */
export function displayName(name: string): string {
  const clean = name
    .toWellFormed()
    .replace(/[\p{Cc}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const characters = [...clean];
  return characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : clean;
}
