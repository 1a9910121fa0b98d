import type { Page } from 'playwright-core';
import { soon } from './shown.ts';

/** Opens the live chart's table and asserts that it has a row for every second. */
export async function showsNoGap(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Events per second as a table' }).click();
  const times = page.getByRole('table', { name: 'Events per second' }).locator('tbody td:first-child');
  await soon(async () => stepsBetween(await times.allInnerTexts())).toEqual(new Set([1]));
}

/** Seconds from each time of day to the one before it in the list, which runs backwards. */
function stepsBetween(times: readonly string[]): Set<number> {
  const seconds = times.map((time) => {
    const [h, m, s] = time.split(':').map(Number);
    return (h * 60 + m) * 60 + s;
  });
  return new Set(seconds.slice(1).map((second, i) => (seconds[i] - second + 86_400) % 86_400));
}
