import { afterAll, beforeAll, expect, test } from 'vitest';
import { languages } from './check-views.ts';
import { type Harness, inTab, startHarness } from './harness.ts';
import { lookAt } from './look-at.ts';
import { seedShop } from './seed.ts';
import { shown, soon } from './shown.ts';

let harness: Harness;
let board = '';
let token = '';
/** Wider than a phone, and without a place to break. */
const longTitle = `Card ${'broken'.repeat(10)}`;
let alert = '';
beforeAll(async () => {
  harness = await startHarness();
  await harness.seed(seedShop);
  const { client } = harness;
  const card = (id: string, kind: 'line' | 'bar' | 'table' | 'figure', query: object) => ({
    ...{ id, title: id === 'broken' ? longTitle : `Card ${id}`, kind, width: 1, height: 1 },
    query: { metrics: ['events'], ...query },
  });
  const made = await client.request('POST /v1/boards', {
    body: {
      title: 'Shop floor',
      days: 7,
      cards: [
        card('one', 'line', { granularity: 'day' }),
        card('two', 'bar', { dimensions: ['eventType'], limit: 8 }),
        card('three', 'table', {
          metrics: ['events', 'customers', 'visitors', 'sessions', 'pageViews', 'revenue'],
          dimensions: ['channel', 'device'],
        }),
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

test.each(languages)(
  'every page of boards and alerts: %s',
  async (language) => {
    const pages = [
      { name: 'boards', path: '/boards', ready: 'tbody a' },
      // One of its cards fails.
      { name: 'board', path: `/boards/${board}`, ready: '[role=slider] svg', refused: 400 },
      { name: 'alerts', path: '/alerts', ready: 'tbody a' },
      { name: 'alert-new', path: '/alerts/new', ready: 'form' },
      { name: 'alert', path: `/alerts/${alert}`, ready: '[role=slider] svg' },
      {
        ...{ name: 'shared', path: `/shared/${token}`, ready: '[role=slider] svg' },
        ...{ signedIn: false, refused: 400 },
      },
    ];
    for (const one of pages) await lookAt(harness, one, language);
  },
  180_000,
);

test('moves a card by keyboard, says so, and undoes it', () =>
  inTab(harness.open(`/boards/${board}`), async ({ page }) => {
    const titles = page.locator('[data-card] h2');
    const stored = async () =>
      (await harness.client.request('GET /v1/boards/{id}', { path: { id: board } })).cards.map(
        ({ title }) => title,
      );
    const [moved, original] = [
      ['Card two', 'Card one', 'Card three', 'Card four', longTitle],
      ['Card one', 'Card two', 'Card three', 'Card four', longTitle],
    ];
    await page.getByRole('button', { name: 'Move Card one' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByText('Card one is at place 2 of 5 now.').waitFor({ state: 'attached' });
    await shown.texts(titles).toEqual(moved);
    await soon(stored).toEqual(moved);
    await page.reload();
    await shown.texts(titles).toEqual(moved);
    await page.getByRole('button', { name: 'Move Card one' }).focus();
    await page.keyboard.press('ArrowLeft');
    await page.getByRole('button', { name: 'Menu of Card four' }).click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await soon(stored).toEqual(original.toSpliced(3, 1));
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await shown.texts(titles).toEqual(original);
    await soon(stored).toEqual(original);
  }));

test('a title is kept by Enter, and its field follows when it is undone', async () => {
  const { id } = await harness.client.request('POST /v1/boards', {
    body: { title: 'First', days: 7, cards: [] },
  });
  const stored = async () => (await harness.client.request('GET /v1/boards/{id}', { path: { id } })).title;
  await inTab(harness.open(`/boards/${id}`), async ({ page }) => {
    const field = page.getByLabel('Title of the board');
    await field.fill('Second');
    await field.press('Enter');
    await soon(stored).toBe('Second');
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await soon(stored).toBe('First');
    await shown.value(field).toBe('First');
  });
});

test('a board or an annotation that is refused says so beside the list, which stays', () =>
  inTab(harness.open('/boards'), async ({ page }) => {
    await page.route('**/v1/boards', (route) =>
      route.request().method() === 'POST' ? route.abort() : route.continue(),
    );
    await page.getByLabel('Title of a new board').fill('Refused');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('link', { name: 'Shop floor' }).count()).toBe(1);
    await page.goto(`/boards/${board}`);
    await page.route('**/v1/annotations', (route) =>
      route.request().method() === 'POST' ? route.abort() : route.continue(),
    );
    await page.getByLabel('What happened', { exact: true }).fill('Refused');
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Annotations' }).getByRole('alert').waitFor();
    await page
      .getByText('Nothing is written down yet')
      .or(page.getByRole('table', { name: 'Annotations' }))
      .waitFor();
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
    const field = page.getByLabel('Link', { exact: true });
    await shown.value(field).toMatch(/^http/);
    const link = await field.inputValue();
    const reader = await context.browser()!.newContext({ locale: 'pt-BR' });
    const shared = await reader.newPage();
    await shared.goto(link);
    await shared.getByRole('heading', { name: 'Added here' }).waitFor();
    await shared.waitForSelector('[role=slider] svg');
    expect(await shared.getByRole('button', { name: /^Exportar / }).count()).toBe(0);
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
