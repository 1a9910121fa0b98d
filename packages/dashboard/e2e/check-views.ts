import type { Page } from 'playwright-core';
import { checkPage } from './check-page.ts';
import type { Tab, View } from './harness.ts';
import { shown } from './shown.ts';

export const languages = ['en', 'pt-BR'] as const;
const schemes = ['light', 'dark'] as const;
const widths = [1_440, 390] as const;

/** Colours fade into each other; half-way they are neither theme's. What never ends is not waited for. */
async function transitionsEnd(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const ending = () =>
      document
        .getAnimations()
        .filter(({ effect }) => Number.isFinite(Number(effect?.getComputedTiming().endTime)))
        .map(({ finished }) => finished);
    do {
      await Promise.allSettled(ending());
      // What has its size from what is around it is measured in one frame and drawn in the next.
      await frame();
      await frame();
    } while (ending().length > 0);
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
      await shown.attribute(page.locator('html'), 'lang').toBe(language);
      await checkPage(tab, `${name}-${language}-${colorScheme}-${width}`);
    }
  }
}
