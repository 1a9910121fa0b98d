import { afterAll, beforeAll, test } from 'vitest';
import { checkPage } from './check-page.ts';
import { type Harness, inTab, startHarness } from './harness.ts';
import { seedShop } from './seed.ts';
import { shown } from './shown.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
  await harness.seed(seedShop);
}, 120_000);
afterAll(() => harness?.close());

test('goes to a page and to a customer by typing alone', () =>
  inTab(harness.open('/connect'), async (tab) => {
    const { page } = tab;
    await page.getByRole('heading', { name: 'Connect' }).waitFor();
    await page.keyboard.press('Control+k');
    const field = page.getByRole('combobox', { name: 'Go to a page' });
    await field.fill('experim');
    await page.getByRole('option', { name: /Experiments/ }).waitFor();
    await checkPage(tab, 'palette');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/experiments$/);
    await page.keyboard.press('Control+k');
    await field.fill('customer-3');
    await page.getByRole('option', { name: 'customer-3', exact: true }).click();
    await page.waitForURL(/\/customers\/customer-3$/);
  }));

test('saves a view with the whole address and finds it again', () =>
  inTab(harness.open('/customers?q=customer-1'), async ({ page }) => {
    await page.getByRole('heading', { name: 'Customers', level: 1 }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Go to a page' }).fill('save this');
    await page.keyboard.press('Enter');
    await page.getByLabel('Name of the view').fill('Ones');
    await page.keyboard.press('Enter');
    await page.getByLabel('Name of the view').waitFor({ state: 'detached' });
    await page.goto('/boards');
    await page.getByRole('link', { name: 'Ones' }).click();
    await page.waitForURL(/\/customers\?q=customer-1$/);
  }));

test('letters after g lead to pages, not while typing; ? shows the keys', () =>
  inTab(harness.open('/customers'), async ({ page }) => {
    const search = page.getByLabel('Customer id');
    await search.fill('');
    await search.press('g');
    await search.press('m');
    await shown.value(search).toBe('gm');
    await page.getByRole('heading', { name: 'Customers', level: 1 }).click();
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    await page.waitForURL(/\/alerts$/);
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  }));
