import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import { expect } from 'vitest';
import type { Tab } from './harness.ts';

/** Where pictures of every page go, to be looked at; drawing them would take a third of the tests' time. */
const screenshots = process.env.SCREENSHOTS;
if (screenshots !== undefined) mkdirSync(screenshots, { recursive: true });

/**
 * What holds for every page in every language, width and theme: no error in the console, no request that
 * leaves the server, no accessibility violation, nothing wider than the screen, no untranslated key.
 */
export async function checkPage({ page, problems }: Tab, name: string): Promise<void> {
  if (screenshots !== undefined) {
    await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
  }
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const { violations: found } = await (window as unknown as { axe: typeof axe }).axe.run(document);
    return found.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' | ')}`);
  });
  expect(violations).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, 'pixels wider than the screen').toBeLessThanOrEqual(0);
  const text = await page.locator('body').textContent();
  const keys =
    /\b(section|frame|action|error|signIn|live|chart|overview|glossary|connect|customers|customer|next|experiments?|experimentTerm|design|designStep|length|confirm|definition|models|model[A-Z][A-Za-z]+|decisions|decision[A-Z][A-Za-z]+|risk|risk[A-Z][A-Za-z]+)\.[a-z]\w+\b/;
  expect(text).not.toMatch(keys);
  expect(text).not.toMatch(/\{\{|NaN|undefined|\[object/);
  expect(problems).toEqual([]);
}
