import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkViews, languages } from './check-views.ts';
import { type Harness, startHarness, type Tab } from './harness.ts';
import { identifyCustomers, seedShop } from './seed.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
  await seedShop(harness.client);
  await identifyCustomers(harness.client);
}, 120_000);
afterAll(() => harness?.close());

async function inTab(opened: Promise<Tab>, check: (tab: Tab) => Promise<void>): Promise<void> {
  const tab = await opened;
  try {
    await check(tab);
    expect(tab.problems).toEqual([]);
  } finally {
    await tab.context.close();
  }
}

const stored = async () => (await harness.client.request('GET /v1/segments')).data;

test('a segment is built with a live count, entered, changed, removed and brought back', () =>
  inTab(harness.open('/segments/new'), async ({ page }) => {
    await page.getByLabel('Name', { exact: true }).fill('People of Recife');
    await page.getByRole('combobox', { name: 'About' }).click();
    await page.getByRole('option', { name: 'city', exact: true }).click();
    await page.getByRole('combobox', { name: 'Value' }).fill('Recife');
    const preview = page.getByRole('region', { name: 'Who matches now' });
    await expect.poll(() => preview.locator('strong').textContent()).toBe('15');
    await page.getByRole('button', { name: 'Add condition' }).click();
    await page.getByRole('combobox', { name: 'About' }).nth(1).click();
    await page.getByRole('option', { name: 'age', exact: true }).click();
    await page.getByRole('textbox', { name: /^Value/ }).fill('35');
    await expect.poll(() => preview.locator('strong').textContent()).toBe('10');
    await page.getByRole('button', { name: 'Create segment' }).click();
    await page.getByRole('heading', { name: 'People of Recife' }).waitFor();
    await expect
      .poll(async () => (await stored()).find(({ name }) => name === 'People of Recife')?.members)
      .toBe(10);
    await page.getByRole('textbox', { name: /^Value/ }).fill('45');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Customers enter and leave within moments').waitFor();
    await expect
      .poll(async () => (await stored()).find(({ name }) => name === 'People of Recife')?.members)
      .toBe(5);
    await page.getByRole('button', { name: 'Remove segment' }).click();
    await page.getByText('People of Recife was removed').waitFor();
    expect((await stored()).some(({ name }) => name === 'People of Recife')).toBe(false);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('link', { name: 'People of Recife' }).waitFor();
  }));

test('segments of the configuration are read, not changed', () =>
  inTab(harness.open('/segments/by-name/Gold'), async ({ page }) => {
    await page.getByText('Declared in personalize.config.ts').first().waitFor();
    await page.getByText('income').first().waitFor();
    expect(await page.getByRole('button', { name: 'Save' }).count()).toBe(0);
  }));

test.each([
  ['segments', '/segments', 'tbody a'],
  ['segment-new', '/segments/new', 'fieldset'],
  ['segment', '/segments/by-name/Gold', '[role=slider] svg'],
])('%s stands without faults in every view', async (name, path, ready) => {
  for (const language of languages) {
    await inTab(harness.open(path, { language }), (tab) =>
      checkViews(tab, name, language, () => tab.page.waitForSelector(ready)),
    );
  }
});
