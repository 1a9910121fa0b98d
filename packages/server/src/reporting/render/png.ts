import { Resvg } from '@resvg/resvg-js';
import { fontFiles } from './fonts.ts';

/** An SVG text as PNG, `scale` pixels for each of its own. */
export function svgToPng(svg: string, scale: number): Uint8Array {
  const drawn = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: scale },
    font: { fontFiles: Object.values(fontFiles), loadSystemFonts: false, defaultFontFamily: 'Inter' },
  });
  return drawn.render().asPng();
}
