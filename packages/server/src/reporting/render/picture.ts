import { type ChartColors, palettes } from '@personalize/charts';
import type { KeyFigure, ReportDocument, Section } from '../document/document.ts';
import { createFormats, type Formats } from '../document/formats.ts';
import { wordsOf } from '../document/words.ts';
import { chartHeight, chartSvg, layLegend, legendOf } from './chart-svg.ts';
import { fitText } from './measure.ts';

const padding = 20;

export interface PictureSize {
  /** px */
  width: number;
  /** Of the chart alone; default what suits the width. */
  height?: number;
}

/** Of a key figure with its name and the other period's, px. */
const figureWidth = 180;
const figureHeight = 72;

/** One section's figures and chart as a picture that can stand alone: title, filters, legend, chart, as-of time. */
export function pictureSvg(report: ReportDocument, section: Section, size: PictureSize): string {
  const colors = palettes[report.theme];
  const formats = createFormats(report.locale, report.timeZone);
  const words = wordsOf(report.locale);
  const inner = size.width - 2 * padding;
  const parts: string[] = [];
  let y = padding + 14;
  parts.push(text(fitText(section.title, inner, 16, 'semiBold'), padding, y, 16, colors.text, colors, 600));
  for (const note of section.notes) {
    y += 18;
    parts.push(text(fitText(note, inner, 12), padding, y, 12, colors.muted, colors));
  }
  y += 14;
  const { chart, figures = [] } = section;
  if (figures.length > 0) {
    const perRow = Math.max(1, Math.min(figures.length, Math.floor(inner / figureWidth)));
    figures.forEach((figure, i) => {
      const x = padding + ((i % perRow) * inner) / perRow;
      const top = y + Math.floor(i / perRow) * figureHeight;
      const place = { x, top, width: inner / perRow - 12 };
      parts.push(...keyFigure(figure, place, formats, words.before, colors));
    });
    y += Math.ceil(figures.length / perRow) * figureHeight;
  }
  if (chart === undefined || chart.series.length === 0) {
    if (figures.length === 0) {
      y += 30;
      parts.push(text(words.empty, padding, y, 13, colors.muted, colors));
    }
  } else {
    const legend = layLegend(legendOf(chart, colors), inner, 12);
    for (const item of legend.items) {
      const at = { x: padding + item.x, y: y + item.y + 8 };
      const dash = item.dashed ? ' stroke-dasharray="4 3"' : '';
      parts.push(
        `<path d="M${at.x} ${at.y}h14" stroke="${item.color}" stroke-width="3"${dash}/>`,
        text(item.name, at.x + 20, at.y + 4, 12, colors.text, colors),
      );
    }
    y += legend.height + 6;
    const height = size.height ?? chartHeight(chart, inner);
    const drawn = chartSvg(chart, { width: inner, height }, formats, colors);
    parts.push(
      `<g transform="translate(${padding} ${y})">${drawn.replace(/^<svg[^>]*>|<\/svg>\s*$/g, '')}</g>`,
    );
    y += height;
  }
  const foot = [
    ...(report.asOf === null ? [] : [`${words.asOf} ${formats.time(report.asOf)}`]),
    `${words.timeZone} ${report.timeZone}`,
  ].join(' · ');
  y += 24;
  parts.push(text(fitText(foot, inner, 11), padding, y, 11, colors.muted, colors));
  const height = Math.ceil(y + padding);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${height}" viewBox="0 0 ${size.width} ${height}" role="img" aria-label="${escapeXml(section.title)}">`,
    `<title>${escapeXml(section.title)}</title>`,
    `<rect width="100%" height="100%" fill="${colors.surface}"/>`,
    ...parts,
    '</svg>',
  ].join('\n');
}

function keyFigure(
  { name, value, unit, before }: KeyFigure,
  { x, top, width }: { x: number; top: number; width: number },
  formats: Formats,
  beforeWord: string,
  colors: ChartColors,
): string[] {
  const written = value === null ? '–' : formats.number(value, unit);
  const was = before == null ? [] : [`${beforeWord} ${formats.number(before, unit)}`];
  return [
    text(fitText(name, width, 12), x, top + 16, 12, colors.muted, colors),
    text(fitText(written, width, 24, 'semiBold'), x, top + 44, 24, colors.text, colors, 600),
    ...was.map((one) => text(fitText(one, width, 11), x, top + 62, 11, colors.muted, colors)),
  ];
}

function text(
  words: string,
  x: number,
  y: number,
  size: number,
  fill: string,
  { fontFamily }: ChartColors,
  weight = 400,
): string {
  return `<text x="${x}" y="${y}" fill="${fill}" style="font-size:${size}px;font-weight:${weight};font-family:${fontFamily}">${escapeXml(words)}</text>`;
}

/** Text for markup: no character of it ends the text or the attribute; those that XML cannot hold are left out. */
export function escapeXml(words: string): string {
  return words
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
