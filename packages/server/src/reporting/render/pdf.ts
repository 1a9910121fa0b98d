import { palettes } from '@personalize/charts';
import PDFDocument from 'pdfkit';
import type { ReportDocument, Section, TableFigure } from '../document/document.ts';
import { createFormats } from '../document/formats.ts';
import { wordsOf } from '../document/words.ts';
import { chartHeight, chartSvg, layLegend, legendOf } from './chart-svg.ts';
import { fontFiles } from './fonts.ts';
import { fitText, fontFeatures, textWidth } from './measure.ts';
import { drawSvg } from './svg-to-pdf.ts';

/** A4 in points. */
const page = { width: 595.28, height: 841.89, margin: 48 };
const inner = page.width - 2 * page.margin;
const bottom = page.height - page.margin - 24;
/** Rows of one table that are printed; nobody reads more on paper. */
export const printedRows = 2000;

/**
 * The report as PDF: cover, then a section after the other; charts as vectors, text that can be selected in
 * embedded fonts, table heads repeated on every page. Always on white, for paper.
 */
export async function writePdf(report: ReportDocument): Promise<Uint8Array> {
  const pdf = new PDFDocument({
    size: 'A4',
    margin: page.margin,
    bufferPages: true,
    lang: report.locale,
    displayTitle: true,
    font: fontFiles.regular,
    info: { Title: report.title, Creator: 'Personalize', CreationDate: new Date(report.madeAt) },
  });
  const chunks: Uint8Array[] = [];
  const done = new Promise<void>((resolve, reject) => {
    pdf.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    pdf.on('end', resolve);
    pdf.on('error', reject);
  });
  new PdfWriter(pdf, report).write();
  pdf.end();
  await done;
  return Buffer.concat(chunks);
}

class PdfWriter {
  readonly #pdf: InstanceType<typeof PDFDocument>;
  readonly #report: ReportDocument;
  readonly #formats;
  readonly #words;
  readonly #colors = palettes.light;
  #y = page.margin;

  constructor(pdf: InstanceType<typeof PDFDocument>, report: ReportDocument) {
    this.#pdf = pdf;
    this.#report = report;
    this.#formats = createFormats(report.locale, report.timeZone);
    this.#words = wordsOf(report.locale);
    for (const [name, file] of Object.entries(fontFiles)) pdf.registerFont(name, file);
  }

  write(): void {
    this.#cover();
    this.#newPage();
    for (const section of this.#report.sections) this.#section(section);
    this.#numberPages();
  }

  #cover(): void {
    const { title, asOf, madeAt, timeZone, sections } = this.#report;
    this.#pdf.rect(page.margin, 150, 48, 4).fill(this.#colors.series[0]);
    this.#y = 172;
    this.#paragraph(title, 28, 'semiBold');
    this.#y += 14;
    const facts = [
      ...(asOf === null ? [] : [[this.#words.asOf, this.#formats.time(asOf)]]),
      [this.#words.madeAt, this.#formats.time(madeAt)],
      [this.#words.timeZone, timeZone],
    ];
    for (const [name, value] of facts) {
      this.#line(name, page.margin, 10, this.#colors.muted);
      this.#line(value, page.margin + 110, 10, this.#colors.text);
      this.#y += 17;
    }
    this.#y += 22;
    this.#paragraph(this.#words.contents, 13, 'semiBold');
    this.#y += 4;
    for (const { title: name, notes } of sections) {
      this.#room(40);
      this.#paragraph(name, 10.5);
      for (const note of notes) this.#paragraph(note, 9, 'regular', this.#colors.muted);
      this.#y += 7;
    }
  }

  #section({ title, notes, figures, chart, table }: Section): void {
    const height = chart === undefined ? 120 : chartHeight(chart, inner);
    this.#room(Math.min(height + 90, bottom - page.margin));
    this.#paragraph(title, 14, 'semiBold');
    for (const note of notes) this.#paragraph(note, 9, 'regular', this.#colors.muted);
    this.#y += 8;
    if (figures !== undefined && figures.length > 0) this.#figures(figures);
    const hasChart = chart !== undefined && chart.series.length > 0;
    if (hasChart) {
      const legend = layLegend(legendOf(chart, this.#colors), inner, 9);
      for (const { name, color, dashed, x, y } of legend.items) {
        const [left, top] = [page.margin + x, this.#y + y + 5];
        this.#pdf.save().lineWidth(2.5);
        if (dashed) this.#pdf.dash(4, { space: 3 });
        this.#pdf
          .moveTo(left, top)
          .lineTo(left + 11, top)
          .stroke(color)
          .restore();
        this.#text(name, left + 16, top + 3.2, 9, this.#colors.text);
      }
      this.#y += legend.height + 4;
      // A long ranking is drawn smaller rather than cut.
      const scale = Math.min(1, (bottom - this.#y) / height);
      this.#pdf.save().translate(page.margin, this.#y).scale(scale);
      drawSvg(this.#pdf, chartSvg(chart, { width: inner, height }, this.#formats, this.#colors));
      this.#pdf.restore();
      this.#y += height * scale + 14;
    }
    if (table !== undefined && table.rows.length > 0) this.#table(table);
    else if (!hasChart && !figures?.length)
      this.#paragraph(this.#words.empty, 10, 'regular', this.#colors.muted);
    this.#y += 18;
  }

  #figures(figures: NonNullable<Section['figures']>): void {
    const perRow = Math.min(4, figures.length);
    const width = inner / perRow;
    figures.forEach(({ name, value, unit, before }, i) => {
      if (i > 0 && i % perRow === 0) this.#y += 56;
      if (i % perRow === 0) this.#room(56);
      const x = page.margin + (i % perRow) * width;
      const written = value === null ? '–' : this.#formats.number(value, unit);
      this.#text(fitText(name, width - 8, 9), x, this.#y + 10, 9, this.#colors.muted);
      this.#text(
        fitText(written, width - 8, 18, 'semiBold'),
        x,
        this.#y + 32,
        18,
        this.#colors.text,
        'semiBold',
      );
      if (before != null) {
        const was = `${this.#words.before} ${this.#formats.number(before, unit)}`;
        this.#text(fitText(was, width - 8, 8), x, this.#y + 45, 8, this.#colors.muted);
      }
    });
    this.#y += 64;
  }

  #table({ columns, rows }: TableFigure): void {
    const size = columns.length > 7 ? 7 : 8.5;
    const lineHeight = size * 1.9;
    const shown = rows.slice(0, printedRows);
    const written = shown.map((row) =>
      columns.map(({ type, unit }, c) => {
        const cell = row[c];
        if (cell === null || cell === undefined) return '–';
        if (typeof cell === 'string') return cell.replace(/\s+/g, ' ');
        return type === 'time' ? this.#formats.time(cell) : this.#formats.number(cell, unit);
      }),
    );
    const wanted = columns.map(({ name }, c) =>
      Math.min(
        220,
        10 +
          Math.max(
            textWidth(name, size, 'semiBold'),
            ...written.slice(0, 200).map((row) => textWidth(row[c], size)),
          ),
      ),
    );
    const sum = wanted.reduce((total, width) => total + width, 0);
    const widths = wanted.map((width) => (width * inner) / sum);
    const draw = (cells: readonly string[], weight: 'regular' | 'semiBold', color: string) => {
      let x = page.margin;
      cells.forEach((cell, c) => {
        const fitted = fitText(cell, widths[c] - 8, size, weight);
        const right = columns[c].type === 'number';
        const at = right ? x + widths[c] - 4 - textWidth(fitted, size, weight) : x + 4;
        this.#text(fitted, at, this.#y + size * 1.3, size, color, weight);
        x += widths[c];
      });
      this.#y += lineHeight;
      this.#pdf.moveTo(page.margin, this.#y).lineTo(page.width - page.margin, this.#y);
      this.#pdf.lineWidth(0.5).stroke(this.#colors.line);
    };
    const head = () =>
      draw(
        columns.map(({ name }) => name),
        'semiBold',
        this.#colors.muted,
      );
    this.#room(lineHeight * 3);
    head();
    for (const row of written) {
      if (this.#y + lineHeight > bottom) {
        this.#newPage();
        head();
      }
      draw(row, 'regular', this.#colors.text);
    }
    if (rows.length > shown.length) {
      this.#y += 4;
      this.#paragraph(
        this.#words.moreRows(this.#formats.number(rows.length - shown.length)),
        8.5,
        'regular',
        this.#colors.muted,
      );
    }
  }

  #numberPages(): void {
    const { count } = this.#pdf.bufferedPageRange();
    for (let i = 0; i < count; i++) {
      this.#pdf.switchToPage(i);
      const y = page.height - page.margin + 8;
      this.#text(fitText(this.#report.title, inner - 120, 8), page.margin, y, 8, this.#colors.muted);
      const number = this.#words.page(i + 1, count);
      this.#text(number, page.width - page.margin - textWidth(number, 8), y, 8, this.#colors.muted);
    }
  }

  #newPage(): void {
    this.#pdf.addPage();
    this.#y = page.margin;
  }

  /** Turns the page unless `height` fits on this one. */
  #room(height: number): void {
    if (this.#y + height > bottom) this.#newPage();
  }

  #line(words: string, x: number, size: number, color: string): void {
    this.#text(words, x, this.#y + size, size, color);
  }

  #text(words: string, x: number, baseline: number, size: number, color: string, weight = 'regular'): void {
    this.#pdf.font(weight).fontSize(size).fillColor(color);
    // The lower margin would otherwise turn the page under the page number.
    const { margins } = this.#pdf.page;
    const kept = margins.bottom;
    margins.bottom = 0;
    this.#pdf.text(words, x, baseline, { lineBreak: false, baseline: 'alphabetic', ...fontFeatures(words) });
    margins.bottom = kept;
  }

  /** Lines broken at words, never off the page. */
  #paragraph(
    words: string,
    size: number,
    weight: 'regular' | 'semiBold' = 'regular',
    color = this.#colors.text,
  ): void {
    for (const line of breakLines(words, size, weight)) {
      this.#room(size * 1.4);
      this.#text(line, page.margin, this.#y + size, size, color, weight);
      this.#y += size * 1.4;
    }
  }
}

function breakLines(words: string, size: number, weight: 'regular' | 'semiBold'): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of words.split(/\s+/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && textWidth(longer, size, weight) > inner) {
      lines.push(fitText(line, inner, size, weight));
      line = word;
    } else line = longer;
  }
  return [...lines, fitText(line, inner, size, weight)];
}
