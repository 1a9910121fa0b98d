import PDFDocument from 'pdfkit';
import { fontFiles } from './fonts.ts';

const tabular: PDFKit.Mixins.OpenTypeFeatures[] = ['tnum'];
/**
 * Digits of one width, so that numbers below each other line up. Only where there are digits: the library remembers
 * words without features, and is faster then.
 */
export function fontFeatures(text: string) {
  return /\d/.test(text) ? { features: tabular } : {};
}

export type Weight = 'regular' | 'semiBold';

const document = new PDFDocument({ autoFirstPage: false });
for (const [name, file] of Object.entries(fontFiles)) document.registerFont(name, file);
const widths = new Map<string, number>();
const maxWidths = 20_000;

/** Width of a line of text in the reports' font, in the unit of `size`. */
export function textWidth(text: string, size: number, weight: Weight = 'regular'): number {
  const key = `${weight} ${text}`;
  let width = widths.get(key);
  if (width === undefined) {
    width = document.font(weight).fontSize(100).widthOfString(text, fontFeatures(text)) / 100;
    if (widths.size >= maxWidths) widths.clear();
    widths.set(key, width);
  }
  return width * size;
}

/** The text, shortened with an ellipsis to fit. */
export function fitText(text: string, width: number, size: number, weight: Weight = 'regular'): string {
  if (textWidth(text, size, weight) <= width) return text;
  let [low, high] = [0, text.length];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (textWidth(`${text.slice(0, middle)}…`, size, weight) <= width) low = middle;
    else high = middle - 1;
  }
  return `${text.slice(0, low)}…`;
}
