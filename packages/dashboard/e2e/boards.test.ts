import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkViews, languages } from './check-views.ts';
import { type Harness, startHarness, type Tab } from './harness.ts';
import { seedShop } from './seed.ts';

let harness: Harness;
let board = '';
let token = '';
let alert = '';
beforeAll(async () => {
  harness = await startHarness();
  await seedShop(harness.client);
  const { client } = harness;
  const card = (id: string, kind: 'line' | 'bar' | 'table' | 'figure', query: object) => ({
    ...{ id, title: `Card ${id}`, kind, width: 1, height: 1 },
    query: { metrics: ['events'], ...query },
  });
  const made = await client.request('POST /v1/boards', {
    body: {
      title: 'Shop floor',
      days: 7,
      cards: [
        card('one', 'line', { granularity: 'day' }),
        card('two', 'bar', { dimensions: ['eventType'], limit: 8 }),
        card('three', 'table', { dimensions: ['channel'] }),
        card('four', 'figure', { totals: true }),
        card('broken', 'line', { metrics: ['evnts'], granularity: 'day' }),
      ],
    },
  });
  board = made.id;
  ({ token } = await client.request('POST /v1/boards/{id}/shares', {
    path: { id: board },
    body: { days: 7 },
  }));
  ({ id: alert } = await client.request('POST /v1/alerts', {
    body: {
      ...{ title: 'Too quiet', kind: 'metric', metric: 'events', step: 'hour' },
      condition: { kind: 'threshold', direction: 'below', value: 1_000_000 },
    },
  }));
}, 120_000);
afterAll(() => harness?.close());

async function inTab(opened: Promise<Tab>, check: (tab: Tab) => Promise<void>): Promise<void> {
  const tab = await opened;
  try {
    await check(tab);
  } finally {
    await tab.context.close();
  }
}

test.each(languages)(
  'every page of boards and alerts: %s',
  async (language) => {
    const pages = [
      ['boards', '/boards', 'tbody a', true],
      ['board', `/boards/${board}`, '[role=slider] svg', true],
      ['alerts', '/alerts', 'tbody a', true],
      ['alert-new', '/alerts/new', 'form', true],
      ['alert', `/alerts/${alert}`, '[role=slider] svg', true],
      ['shared', `/shared/${token}`, '[role=slider] svg', false],
    ] as const;
    for (const [name, path, ready, signedIn] of pages) {
      await inTab(harness.open(path, { language, signedIn }), (tab) =>
        checkViews(tab, name, language, async () => {
          await tab.page.waitForSelector(ready);
          await tab.page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null);
          // The card that fails answers 400, which the browser writes into its console.
          const others = tab.problems.filter((one) => !/status of 400/.test(one));
          tab.problems.splice(0, tab.problems.length, ...others);
        }),
      );
    }
  },
  180_000,
);

test('moves a card by keyboard, says so, and undoes it', () =>
  inTab(harness.open(`/boards/${board}`), async ({ page }) => {
    const titles = () => page.locator('[data-card] h2').allTextContents();
    await page.getByRole('button', { name: 'Move Card one' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByText('Card one is at place 2 of 5 now.').waitFor({ state: 'attached' });
    expect((await titles()).slice(0, 2)).toEqual(['Card two', 'Card one']);
    await page.reload();
    await page.waitForSelector('[data-card]');
    expect((await titles()).slice(0, 2)).toEqual(['Card two', 'Card one']);
    await page.getByRole('button', { name: 'Move Card one' }).focus();
    await page.keyboard.press('ArrowLeft');
    await page.getByRole('button', { name: 'Menu of Card four' }).click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await page.waitForFunction(() => document.querySelectorAll('[data-card]').length === 4);
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.waitForFunction(() => document.querySelectorAll('[data-card]').length === 5);
  }));

test('a card that fails says what to change, beside the ones that work', () =>
  inTab(harness.open(`/boards/${board}`), async ({ page }) => {
    await page.getByText('did you mean "events"?').waitFor();
    await page.waitForSelector('[role=slider] svg');
  }));

test('adds a card, annotates, and shares by a link that an altered token does not open', () =>
  inTab(harness.open(`/boards/${board}`), async ({ page, context }) => {
    await page.getByRole('button', { name: 'Add a card' }).click();
    await page.getByLabel('Title', { exact: true }).fill('Added here');
    await page.getByRole('button', { name: 'Save card' }).click();
    await page.getByRole('heading', { name: 'Added here' }).waitFor();
    await page.getByLabel('What happened').last().fill('Sale began');
    await page.getByRole('button', { name: 'Annotate', exact: true }).click();
    await page.getByRole('cell', { name: 'Sale began', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Remove Sale began' }).click();
    await page.getByText('Sale began was removed.').waitFor();
    await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
    await page.getByRole('button', { name: 'Remove Sale began' }).waitFor();
    await page.getByRole('button', { name: 'Share', exact: true }).click();
    await page.getByRole('button', { name: 'Create a link' }).click();
    const link = await page.getByLabel('Link', { exact: true }).inputValue();
    const reader = await context.browser()!.newContext({ locale: 'pt-BR' });
    const shared = await reader.newPage();
    await shared.goto(link);
    await shared.getByRole('heading', { name: 'Added here' }).waitFor();
    await shared.goto(`${link}x`);
    await shared.getByText('Este link não é válido').waitFor();
    await reader.close();
  }));

test('previews an alert while it is written, keeps it, snoozes it and wakes it', () =>
  inTab(harness.open('/alerts/new'), async ({ page }) => {
    await page.getByRole('textbox', { name: 'Name' }).fill('Busy hours');
    await page.getByRole('combobox', { name: 'Fires on' }).click();
    await page.getByRole('option', { name: 'Fixed value' }).click();
    await page.getByRole('textbox', { name: 'Value', exact: true }).fill('0');
    await page.getByText(/It would have fired \d+ times? in 720 periods/).waitFor();
    await page.getByRole('button', { name: 'Create alert' }).click();
    await page.getByRole('heading', { name: 'Busy hours' }).waitFor();
    await page.getByRole('button', { name: 'Snooze' }).click();
    await page.getByRole('menuitem', { name: /8/ }).click();
    await page.getByText(/Quiet until/).waitFor();
    await page.getByRole('button', { name: 'Wake' }).click();
    await page.getByText(/Quiet until/).waitFor({ state: 'detached' });
    await page.getByRole('cell', { name: 'Woke up' }).waitFor();
  }));
