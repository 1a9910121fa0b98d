import { readFileSync } from 'node:fs';
import { palettes } from '@personalize/charts';
import { expect, test } from 'vitest';

test('pictures of charts have the colours of the page', () => {
  const css = readFileSync(new URL('../theme/tokens.css', import.meta.url), 'utf8');
  const token = (name: string) => {
    const [, light, dark] = new RegExp(`--${name}: light-dark\\((#\\w+), (#\\w+)\\)`).exec(css) ?? [];
    return { light, dark };
  };
  for (const theme of ['light', 'dark'] as const) {
    const { fontFamily: _, series, ...named } = palettes[theme];
    expect(named).toEqual({
      text: token('text')[theme],
      muted: token('text-muted')[theme],
      line: token('line')[theme],
      axis: token('line-strong')[theme],
      surface: token('surface')[theme],
      raised: token('surface-raised')[theme],
    });
    expect(series).toEqual([1, 2, 3, 4, 5, 6, 7].map((n) => token(`series-${n}`)[theme]));
  }
});
