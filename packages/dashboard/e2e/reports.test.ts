import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkPage } from './check-page.ts';
import { type Harness, inTab, startHarness } from './harness.ts';
import { seedVisits } from './seed-analytics.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
  await harness.seed(seedVisits);
}, 180_000);
afterAll(() => harness?.close());

test(
  'a report is scheduled, run, its file opened, paused, deleted and brought back',
  () =>
    inTab(harness.open('/reports'), async (tab) => {
      const { page } = tab;
      await page.getByText('No report is scheduled yet').waitFor();
      await checkPage(tab, 'reports-empty');
      await page.getByRole('link', { name: 'New report' }).first().click();
      await page.getByLabel('Name', { exact: true }).fill('Weekly revenue');
      await page.getByLabel('Folder').fill('weekly');
      await checkPage(tab, 'reports-new');
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByText('It has not run yet').waitFor();
      await page.getByRole('button', { name: 'Send a test' }).click();
      // A job of low priority draws it.
      await page.getByText('Delivered').waitFor({ timeout: 60_000 });
      await checkPage(tab, 'reports-edit');
      await page.goto('/reports');
      await page.getByText('Every Monday at 07:00').waitFor();
      const [saved] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Download Weekly revenue.pdf' }).click(),
      ]);
      expect((await readFile(await saved.path())).subarray(0, 5).toString()).toBe('%PDF-');
      const actions = page.getByRole('button', { name: 'Actions of Weekly revenue' });
      await actions.click();
      await page.getByRole('menuitem', { name: 'Pause' }).click();
      await page.getByRole('cell', { name: 'Paused' }).waitFor();
      await actions.click();
      await page.getByRole('menuitem', { name: 'Delete' }).click();
      await page.getByText('Weekly revenue was deleted.').waitFor();
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByRole('link', { name: 'Weekly revenue' }).waitFor();
      expect(tab.problems).toEqual([]);
    }),
  120_000,
);

test.each([
  ['en', 'light', 390],
  ['pt-BR', 'dark', 1_440],
  ['pt-BR', 'light', 390],
] as const)('reports in %s, %s, %i px', (language, scheme, width) =>
  inTab(harness.open('/reports', { language, scheme, width }), async (tab) => {
    await tab.page.locator('tbody a').first().waitFor();
    await checkPage(tab, `reports-${language}-${scheme}-${width}`);
  }),
);

test('a chart goes away as a picture and as a document', () =>
  inTab(harness.open('/explore?p=90d', { language: 'pt-BR' }), async (tab) => {
    const { page } = tab;
    await page.locator('[role=slider] svg').first().waitFor();
    const take = async (item: string) => {
      await page
        .getByRole('button', { name: /^Exportar / })
        .first()
        .click();
      const [saved] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('menuitem', { name: item }).click(),
      ]);
      return readFile(await saved.path());
    };
    expect((await take('Imagem (PNG)')).subarray(1, 4).toString()).toBe('PNG');
    expect((await take('Imagem vetorial (SVG)')).toString()).toContain('<svg');
    expect((await take('Documento (PDF)')).subarray(0, 5).toString()).toBe('%PDF-');
    expect(tab.problems).toEqual([]);
  }));
