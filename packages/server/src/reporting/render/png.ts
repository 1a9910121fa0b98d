import { Resvg } from '@resvg/resvg-js';
import { AppError } from '../../errors.ts';
import { fontFiles } from './fonts.ts';

/** While it is drawn and packed, each takes some 12 bytes. */
const mostPixels = 64_000_000;

/**
 * An SVG text as PNG, `scale` pixels for each of its own.
 * @throws AppError `invalid_request` when that would be too many
 */
export function svgToPng(svg: string, scale: number): Uint8Array {
  const drawn = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: scale },
    font: { fontFiles: Object.values(fontFiles), loadSystemFonts: false, defaultFontFamily: 'Inter' },
  });
  const { width, height } = drawn;
  if (width * height * scale ** 2 > mostPixels) {
    const most = Math.floor(Math.sqrt(mostPixels / (width * height)) * 100) / 100;
    const message = `must be at most ${most} for a picture of ${width} × ${height} px, got ${scale}`;
    throw new AppError('invalid_request', `scale ${message}`, { errors: [{ path: '/scale', message }] });
  }
  return drawn.render().asPng();
}
