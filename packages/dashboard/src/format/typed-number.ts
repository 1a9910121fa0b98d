import { i18n } from '../i18n/i18n.ts';

const groups = {
  en: /^([+-]?[1-9]\d{0,2}(?:,\d{3})+)(?:\.(\d+))?$/,
  pt: /^([+-]?[1-9]\d{0,2}(?:\.\d{3})+)(?:,(\d+))?$/,
};

/**
 * A number as people type it; undefined for an empty text and for what is none. A comma or a point is the decimal one,
 * unless the reader's language (by default the page's) parts thousands with it: 1,000 is a thousand in English and
 * one in Portuguese, 0.050 is a twentieth in both.
 */
export function typedNumber(typed: string, language = i18n.language ?? 'en'): number | undefined {
  const text = typed.replace(/\s/g, '');
  if (text === '') return undefined;
  const grouped = (language === 'pt-BR' ? groups.pt : groups.en).exec(text);
  const value = Number(
    grouped === null ? text.replace(',', '.') : `${grouped[1].replace(/[.,]/g, '')}.${grouped[2] ?? 0}`,
  );
  return Number.isFinite(value) ? value : undefined;
}

/** A number as {@link typedNumber} reads it in the same language. */
export function numberText(value: number, language = i18n.language ?? 'en'): string {
  return language === 'pt-BR' ? String(value).replace('.', ',') : String(value);
}
