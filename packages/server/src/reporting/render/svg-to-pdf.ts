import type PDFDocument from 'pdfkit';
import { fontFeatures, textWidth } from './measure.ts';

type Pdf = InstanceType<typeof PDFDocument>;
type Attributes = Record<string, string>;

const token = /<(\/?)([a-zA-Z]+)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>|([^<]+)/g;

/**
 * Draws what the charts' renderer writes: paths, rectangles, groups, clip paths and lines of text, as vectors and
 * as text that can be selected. The place of the SVG's upper left is the document's current origin.
 */
export function drawSvg(pdf: Pdf, svg: string): void {
  const clips = readClips(svg);
  const body = svg.replace(/<defs[\s\S]*?<\/defs>/g, '');
  let open: Attributes | undefined;
  for (const [, closing, name, rest, selfClosing, words] of body.matchAll(token)) {
    if (words !== undefined) {
      if (open !== undefined) drawText(pdf, open, decode(words));
      continue;
    }
    if (closing) {
      if (name === 'g') pdf.restore();
      if (name === 'text') open = undefined;
      continue;
    }
    const attributes = readAttributes(rest);
    if (name === 'g') {
      pdf.save();
      transform(pdf, attributes.transform);
      const clip = clips.get(/#([^)]+)/.exec(attributes['clip-path'] ?? '')?.[1] ?? '');
      if (clip !== undefined) pdf.path(clip).clip();
    } else if (name === 'path' || name === 'rect') drawShape(pdf, name, attributes);
    else if (name === 'text' && !selfClosing) open = attributes;
  }
}

function readClips(svg: string): Map<string, string> {
  const found = svg.matchAll(/<clipPath id="([^"]+)">\s*<path d="([^"]+)"/g);
  return new Map([...found].map(([, id, path]) => [id, path]));
}

function readAttributes(text: string): Attributes {
  return Object.fromEntries(
    [...text.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, name, value]) => [name, decode(value)]),
  );
}

function drawShape(pdf: Pdf, name: string, attributes: Attributes): void {
  const { fill = '#000', stroke = 'none' } = attributes;
  if (fill === 'none' && stroke === 'none') return;
  const opacity = Number(attributes.opacity ?? 1);
  pdf.save();
  transform(pdf, attributes.transform);
  pdf.fillOpacity(opacity * Number(attributes['fill-opacity'] ?? 1));
  pdf.strokeOpacity(opacity * Number(attributes['stroke-opacity'] ?? 1));
  if (stroke !== 'none') {
    pdf.lineWidth(Number(attributes['stroke-width'] ?? 1));
    const dash = attributes['stroke-dasharray']?.split(/[ ,]+/).map(Number);
    if (dash !== undefined && dash[0] > 0) pdf.dash(dash[0], { space: dash[1] ?? dash[0] });
  }
  if (name === 'path') pdf.path(attributes.d ?? '');
  else pdf.rect(...(['x', 'y', 'width', 'height'].map((key) => Number(attributes[key] ?? 0)) as Rect));
  if (fill !== 'none' && stroke !== 'none') pdf.fillAndStroke(fill, stroke);
  else if (fill !== 'none') pdf.fill(fill);
  else pdf.stroke(stroke);
  pdf.restore();
}

type Rect = [number, number, number, number];

function drawText(pdf: Pdf, attributes: Attributes, words: string): void {
  const style = attributes.style ?? '';
  const size = Number(/font-size:([\d.]+)px/.exec(style)?.[1] ?? 12);
  const weight = /font-weight:(600|bold)/.test(style) ? 'semiBold' : 'regular';
  const width = textWidth(words, size, weight);
  const anchor = attributes['text-anchor'];
  const x = Number(attributes.x ?? 0) - (anchor === 'middle' ? width / 2 : anchor === 'end' ? width : 0);
  const middle = attributes['dominant-baseline'] === 'central';
  // The font's capitals are 0.73 of its size: their middle lies that far above the base line.
  const baseline = Number(attributes.y ?? 0) + (middle ? size * 0.36 : 0);
  pdf.save();
  transform(pdf, attributes.transform);
  pdf
    .font(weight)
    .fontSize(size)
    .fillOpacity(1)
    .fillColor(attributes.fill ?? '#000');
  pdf.text(words, x, baseline, { lineBreak: false, baseline: 'alphabetic', ...fontFeatures(words) });
  pdf.restore();
}

function transform(pdf: Pdf, text: string | undefined): void {
  for (const [, name, values] of (text ?? '').matchAll(/(\w+)\(([^)]*)\)/g)) {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = values.split(/[ ,]+/).map(Number);
    if (name === 'translate') pdf.translate(a, b);
    else if (name === 'rotate') pdf.rotate(a, { origin: [b, c] });
    else if (name === 'scale') pdf.scale(a, b === 0 ? a : b);
    else if (name === 'matrix') pdf.transform(a, b, c, d, e, f);
  }
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decode(text: string): string {
  return text.replace(/&(#(\d+)|\w+);/g, (whole, name: string, code: string | undefined) =>
    code === undefined ? (entities[name] ?? whole) : String.fromCodePoint(Number(code)),
  );
}
