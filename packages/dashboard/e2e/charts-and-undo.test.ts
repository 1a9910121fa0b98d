import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkPage } from './check-page.ts';
import { type Harness, inTab, startHarness } from './harness.ts';
import { seedShop } from './seed.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
  await harness.seed(seedShop);
}, 120_000);
afterAll(() => harness?.close());

test('a chart of the overview is annotated from its menu, and put on a new board', () =>
  inTab(harness.open('/'), async (tab) => {
    const { page } = tab;
    const menu = page.getByRole('button', { name: 'More for Events per second' });
    await menu.click();
    await page.getByRole('menuitem', { name: 'Annotate' }).click();
    const dialog = page.getByRole('dialog', { name: /What happened in the time of/ });
    await dialog.getByLabel('What happened', { exact: true }).fill('Deploy');
    await dialog.getByRole('button', { name: 'Annotate' }).click();
    await dialog.getByRole('cell', { name: 'Deploy', exact: true }).waitFor();
    await checkPage(tab, 'annotate');
    await page.keyboard.press('Escape');
    await page.locator('[role=slider] svg text', { hasText: 'Deploy' }).waitFor();
    await menu.click();
    await page.getByRole('menuitem', { name: 'A new board' }).click();
    await page.waitForURL(/\/boards\/[0-9a-f-]+$/);
    await page.getByRole('heading', { name: 'Events', level: 2 }).waitFor();
  }));

test('a chart of Explore goes onto a board that there is', async () => {
  const { id } = await harness.client.request('POST /v1/boards', {
    body: { title: 'From Explore', days: 30, cards: [] },
  });
  await inTab(harness.open('/explore?d=channel'), async ({ page }) => {
    await page.getByRole('button', { name: 'More for Events' }).click();
    await page.getByRole('menuitem', { name: 'From Explore' }).click();
    await page.waitForURL(new RegExp(`/boards/${id}$`));
    await page.getByRole('heading', { name: 'Events', level: 2 }).waitFor();
  });
  const { cards } = await harness.client.request('GET /v1/boards/{id}', { path: { id } });
  expect(cards[0]).toMatchObject({ kind: 'line', query: { metrics: ['events'], dimensions: ['channel'] } });
});

test('a removed board and a removed alert come back', async () => {
  const board = await harness.client.request('POST /v1/boards', {
    body: { title: 'Short-lived', days: 7, cards: [] },
  });
  const alert = await harness.client.request('POST /v1/alerts', {
    body: { title: 'Fleeting', kind: 'jobs' },
  });
  await inTab(harness.open(`/boards/${board.id}`), async ({ page }) => {
    await page.getByRole('button', { name: 'Remove Short-lived' }).click();
    await page.getByText('Short-lived was removed.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('link', { name: 'Short-lived' }).waitFor();
    await page.goto(`/alerts/${alert.id}`);
    await page.getByRole('button', { name: 'Remove Fleeting' }).click();
    await page.getByText('Fleeting was removed.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('link', { name: 'Fleeting' }).waitFor();
  });
});

test('the palette makes a board that others see, without the mouse', () =>
  inTab(harness.open('/customers'), async (tab) => {
    const { page } = tab;
    await page.getByRole('heading', { name: 'Customers', level: 1 }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Go to a page' }).fill('make a board');
    await page.getByRole('option', { name: 'Make a board' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByLabel('Title of the board').fill('Everybody’s');
    await checkPage(tab, 'palette-board');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Everybody’s', level: 1 }).waitFor();
    const { data } = await harness.client.request('GET /v1/boards', {});
    expect(data.find(({ title }) => title === 'Everybody’s')?.shared).toBe(true);
  }));

test('the bell is at hand on a phone, and an item is narrowed to what is available', async () => {
  await harness.client.request('PATCH /v1/items/{itemId}', {
    path: { itemId: 'item-1' },
    body: { availableUntil: new Date(Date.now() - 60_000).toISOString() },
  });
  await inTab(harness.open('/catalog?state=past', { width: 390, language: 'pt-BR' }), async (tab) => {
    const { page } = tab;
    await page.getByRole('link', { name: 'Produce product number 1', exact: true }).waitFor();
    await expect.poll(() => page.locator('tbody tr').count()).toBe(1);
    await checkPage(tab, 'phone');
    await page
      .getByRole('link', { name: /alerta/i })
      .first()
      .click();
    await page.waitForURL(/\/alerts/);
  });
});
