import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { checkPage } from './check-page.ts';
import type { Tab, View } from './harness.ts';

export const languages = ['en', 'pt-BR'] as const;
const schemes = ['light', 'dark'] as const;
const widths = [1_440, 390] as const;

/** Colours fade into each other; half-way they are neither theme's. What never ends is not waited for. */
async function transitionsEnd(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const ending = document
      .getAnimations()
      .filter(({ effect }) => Number.isFinite(Number(effect?.getComputedTiming().endTime)));
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
}

/**
 * Checks an open page (see checkPage) at both widths and in both themes, changing them as a person would.
 * `settled` resolves when the page shows its content.
 */
export async function checkViews(
  tab: Tab,
  name: string,
  language: NonNullable<View['language']>,
  settled: () => Promise<unknown>,
): Promise<void> {
  const { page } = tab;
  for (const width of widths) {
    await page.setViewportSize({ width, height: width < 700 ? 844 : 900 });
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme });
      await page.waitForSelector(`html[data-mantine-color-scheme=${colorScheme}]`);
      await settled();
      await transitionsEnd(page);
      expect(await page.getAttribute('html', 'lang')).toBe(language);
      await checkPage(tab, `${name}-${language}-${colorScheme}-${width}`);
    }
  }
}
