import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Harness, inTab, startHarness } from './harness.ts';
import { describePages, type PageCase } from './look-at.ts';
import { seedVisits } from './seed-analytics.ts';
import { shown } from './shown.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
  await harness.seed(seedVisits);
}, 180_000);
afterAll(() => harness?.close());

const pages: PageCase[] = [
  { name: 'explore', path: '/explore?p=90d', ready: '[role=slider] svg' },
  {
    name: 'explore-split',
    path: '/explore?p=90d&d=channel&m=events,revenue&as=stacked&vs=previous',
    ready: 'tbody button',
  },
  {
    name: 'explore-bars',
    path: '/explore?p=90d&by=none&d=itemTitle&m=revenue&as=bar',
    ready: '[role=slider] svg',
  },
  { name: 'explore-heat', path: '/explore?p=90d&by=none&d=weekday,hourOfDay&as=heat', ready: 'tbody button' },
  {
    name: 'explore-pivot',
    path: '/explore?p=90d&by=none&d=category,channel&m=events,revenue&as=pivot',
    ready: 'tbody button',
  },
  { name: 'explore-anomalies', path: '/explore?p=30d&m=pageViews&odd=yes', ready: '[role=slider] svg' },
  { name: 'explore-refused', path: '/explore?m=revenu', ready: '[role=alert]', refused: 400 },
  {
    name: 'explore-none',
    path: '/explore?p=7d&in=%5B%7B%22dimension%22%3A%22channel%22%2C%22value%22%3A%22fax%22%7D%5D&d=device',
    ready: 'main nav[aria-label] li',
  },
  { name: 'funnels', path: '/funnels?p=90d&by=channel', ready: '[role=slider] svg' },
  { name: 'retention', path: '/retention', ready: 'tbody td' },
  { name: 'retention-rolling', path: '/retention?mode=rolling&by=month', ready: 'tbody td' },
  { name: 'retention-lifetime', path: '/retention?tab=lifetime', ready: '[role=slider] svg' },
  { name: 'retention-rfm', path: '/retention?tab=rfm', ready: 'tbody td' },
  { name: 'paths', path: '/paths?p=90d&start=page_view', ready: '[role=slider] svg' },
  { name: 'paths-before', path: '/paths?p=90d&end=purchase&nodes=4', ready: '[role=slider] svg' },
];

describePages(() => harness, pages);

test('days of a period are typed, the year digit by digit', () =>
  inTab(harness.open('/explore?p=2026-01-05..2026-01-31'), async ({ page }) => {
    await page.getByLabel('First day').first().focus();
    await page.keyboard.type('03042025');
    await shown.parameter(page, 'p').toBe('2025-03-04..2026-01-31');
    await page.getByLabel('Last day').first().focus();
    await page.keyboard.type('02012024');
    await page.keyboard.press('Escape');
    await page.getByLabel('First day').first().focus();
    await shown.parameter(page, 'p').toBe('2024-02-01..2025-03-04');
  }));

test('a question is put together, stands in the address, and its numbers go into a file', () =>
  inTab(harness.open('/explore?p=90d&by=none&as=bar'), async (tab) => {
    const { page } = tab;
    await page.getByPlaceholder('Add a dimension').click();
    await page.getByRole('option', { name: 'Channel', exact: true }).click();
    await page.waitForFunction(() => document.querySelectorAll('tbody button').length === 2);
    await shown.parameter(page, 'd').toBe('channel');
    await page.reload();
    await page.waitForFunction(() => document.querySelectorAll('tbody button').length === 2);
    const take = async (item: string) => {
      await page.getByRole('button', { name: 'Export Answer' }).click();
      await page.getByRole('menuitem', { name: item }).click();
    };
    const [saved] = await Promise.all([page.waitForEvent('download'), take('Numbers (CSV)')]);
    const file = await readFile(await saved.path(), 'utf8');
    expect(file.split('\r\n')[0]).toBe('channel,events');
    expect(file).toMatch(/web,\d+/);
    const [json] = await Promise.all([page.waitForEvent('download'), take('Numbers (JSON)')]);
    expect(JSON.parse(await readFile(await json.path(), 'utf8'))).toHaveLength(2);
    expect(tab.problems).toEqual([]);
  }));

test('a click goes into a value, the crumbs and the browser come back', () =>
  inTab(harness.open('/explore?p=90d&by=none&as=bar&d=channel,device'), async (tab) => {
    const { page } = tab;
    await page.getByRole('button', { name: 'app', exact: true }).first().click();
    const crumbs = page.getByRole('navigation', { name: 'What is drilled into' });
    await crumbs.getByText('Channel: app').waitFor();
    await page.getByRole('button', { name: 'mobile', exact: true }).first().click();
    await crumbs.getByText('Device: mobile').waitFor();
    await page.goBack();
    await crumbs.getByText('Device: mobile').waitFor({ state: 'detached' });
    await crumbs.getByRole('button', { name: 'Everything' }).click();
    await crumbs.waitFor({ state: 'detached' });
    // A bar does the same.
    await page.locator('[role=slider]').focus();
    await page.keyboard.press('Enter');
    await crumbs.waitFor();
    expect(tab.problems).toEqual([]);
  }));

test('filters nest; those that exclude each other are called so', () =>
  inTab(harness.open('/explore?p=90d'), async (tab) => {
    const { page } = tab;
    for (const [number, value] of [
      [1, 'web'],
      [2, 'app'],
    ] as const) {
      await page.getByRole('button', { name: 'Filter', exact: true }).click();
      await page.getByPlaceholder(`Dimension ${number}`).click();
      await page.getByRole('option', { name: 'Channel', exact: true }).click();
      await page.getByPlaceholder(`Value of filter ${number}`).fill(value);
      await page.keyboard.press('Enter');
    }
    await page.getByText('exclude each other').waitFor();
    await page.getByRole('button', { name: 'Remove filter 2' }).click();
    await page.getByText('exclude each other').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Group of filters' }).click();
    await shown.parameter(page, 'f').toContain('"join":"or"');
  }));

test('a funnel gains a step and says where people stop', () =>
  inTab(harness.open('/funnels?p=90d'), async (tab) => {
    const { page } = tab;
    await page.getByRole('cell', { name: '3. purchase' }).waitFor();
    await page.getByRole('button', { name: 'Step', exact: true }).click();
    await page.getByPlaceholder('Event of step 4').fill('refund');
    await page.keyboard.press('Enter');
    await page.getByRole('cell', { name: '4. refund' }).waitFor();
    await page.getByText('Nobody came this far').waitFor();
    await page.reload();
    await page.getByRole('cell', { name: '4. refund' }).waitFor();
    expect(tab.problems).toEqual([]);
  }));

test('paths lead to an event, step by step', () =>
  inTab(harness.open('/paths?p=90d'), async (tab) => {
    const { page } = tab;
    await page.getByPlaceholder('Last event').fill('purchase');
    await page.keyboard.press('Enter');
    await page.getByRole('cell', { name: 'purchase (step 0)' }).first().waitFor();
    await shown.parameter(page, 'end').toBe('purchase');
    expect(tab.problems).toEqual([]);
  }));

test('a click on a line goes into its step of time, and into its group where lines are split', () =>
  inTab(harness.open('/explore?p=90d&by=week'), async (tab) => {
    const { page } = tab;
    const chart = page.locator('[role=slider]');
    await chart.locator('svg').waitFor();
    const box = await chart.boundingBox();
    if (box === null) throw new Error('the chart has no place');
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await shown.parameter(page, 'by').toBe(null);
    await shown.parameter(page, 'p').toMatch(/^\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d$/);
    await page.goBack();
    await shown.parameter(page, 'by').toBe('week');
    await page.goto(`${new URL(page.url()).origin}/explore?p=90d&by=week&d=channel`);
    await chart.locator('svg').waitFor();
    await page.locator('tbody button').first().waitFor();
    await chart.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('navigation', { name: 'What is drilled into' }).getByText('Channel:').waitFor();
    expect(tab.problems).toEqual([]);
  }));

test('money of one currency has its sign', () =>
  inTab(harness.open('/explore?p=90d&by=none&m=revenue&d=currency&as=bar'), async (tab) => {
    await shown.text(tab.page.locator('tbody')).toContain('R$');
  }));

test('a step of the flows becomes where they begin, and what they begin with takes filters', () =>
  inTab(harness.open('/paths?p=90d'), async (tab) => {
    const { page } = tab;
    const chart = page.locator('[role=slider]');
    await chart.locator('svg').waitFor();
    await chart.focus();
    await page.keyboard.press('Enter');
    await shown.parameter(page, 'start').toBe('page_view');
    const filters = page.getByRole('group', { name: 'Filters of the first event' });
    await filters.getByRole('button', { name: 'Filter', exact: true }).click();
    await filters.getByPlaceholder('Dimension 1').click();
    await page.getByRole('option', { name: 'Channel', exact: true }).click();
    const visits = page.getByText(/^\d+ visits$/).first();
    const all = await visits.textContent();
    await filters.getByPlaceholder('Value of filter 1').fill('app');
    await page.keyboard.press('Enter');
    await shown.parameter(page, 'sf').toContain('"channel"');
    await shown.text(visits).not.toBe(all);
    await page.goBack();
    await shown.parameter(page, 'start').toBe(null);
    expect(tab.problems).toEqual([]);
  }));
