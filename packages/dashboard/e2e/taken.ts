import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';

/** The file that a choice of an export menu downloads. */
export async function taken(page: Page, menu: RegExp, item: string): Promise<Buffer> {
  await page.getByRole('button', { name: menu }).click();
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: item }).click(),
  ]);
  return readFile(await saved.path());
}
