import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Harness, inTab, startHarness } from './harness.ts';
import { identifyCustomers, seedShop } from './seed.ts';
import { shown, soon } from './shown.ts';
import { showsNoGap } from './shows-no-gap.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
}, 120_000);
afterAll(() => harness?.close());

test('signs in with a key, says what to do about a wrong one, and signs out', () =>
  inTab(harness.open('/', { signedIn: false }), async ({ page, context }) => {
    await page.getByLabel('API key', { exact: true }).fill('not-a-key-of-this-server');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await shown.text(page.getByRole('alert')).toContain('No key matches');
    await page.getByLabel('API key', { exact: true }).fill(harness.adminKey);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('navigation').waitFor();
    expect((await context.cookies())[0]).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
    await page.getByRole('button', { name: 'Account and preferences' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByLabel('API key', { exact: true }).waitFor();
    await soon(async () => (await context.request.get('/v1/session')).status()).toBe(401);
  }));

test('signs in with e-mail and password, by keyboard alone', () =>
  inTab(harness.open('/connect', { signedIn: false }), async ({ page }) => {
    await page.getByText('E-mail').click();
    await page.getByLabel('E-mail', { exact: true }).last().fill(harness.person.email);
    await page.getByLabel('Password', { exact: true }).fill('wrong');
    await page.keyboard.press('Enter');
    await shown.text(page.getByRole('alert')).toContain('E-mail or password is wrong');
    await page.getByLabel('Password', { exact: true }).fill(harness.person.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Connect' }).waitFor();
  }));

test('an empty server shows how to send events, makes a key for it, notices the first event and moves on', () =>
  inTab(harness.open('/'), async ({ page, problems }) => {
    await page.getByText('Waiting for the first event').waitFor();
    expect(new URL(page.url()).pathname).toBe('/connect');
    await page.getByRole('button', { name: 'Make a key for events' }).click();
    await page.getByText('Ready to paste').waitFor();
    const command = await page.locator('pre', { hasText: 'curl' }).textContent();
    const key = /Bearer (\S+)'/.exec(command ?? '')?.[1] ?? '';
    const body = /-d '(.+)'/.exec(command ?? '')?.[1] ?? '';
    expect(command).toContain(`${harness.url}/v1/events`);
    const answer = await fetch(`${harness.url}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body,
    });
    expect(answer.status).toBe(202);
    await page.getByText('The first event is here').waitFor();
    await page.waitForURL(`${harness.url}/`);
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    expect(problems).toEqual([]);
  }));

test('asks to sign in again when the session ended elsewhere', () =>
  inTab(harness.open('/customers', { signedIn: false }), async ({ page, context }) => {
    await page.getByLabel('API key', { exact: true }).fill(harness.adminKey);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Customers', level: 1 }).waitFor();
    await context.request.delete('/v1/session');
    await context.clearCookies();
    await page.getByLabel('Customer id').fill('x');
    await page.getByLabel('API key', { exact: true }).waitFor();
  }));

test('who signs in after a session ended sees nothing that was read in it', () =>
  inTab(harness.open('/boards', { signedIn: false }), async ({ page, context }) => {
    await page.getByLabel('API key', { exact: true }).fill(harness.adminKey);
    await page.keyboard.press('Enter');
    await page.getByLabel('Title of a new board').fill('Of the key');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Of the key', level: 1 }).waitFor();
    await page.goBack();
    await page.getByRole('link', { name: 'Of the key' }).waitFor();
    await context.request.delete('/v1/session');
    await context.clearCookies();
    await page.getByRole('link', { name: 'Customers' }).click();
    await page.getByText('E-mail').click();
    await page.route('**/v1/boards', () => undefined);
    await page.getByLabel('E-mail', { exact: true }).last().fill(harness.person.email);
    await page.getByLabel('Password', { exact: true }).fill(harness.person.password);
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Boards' }).click();
    await page.locator('main [class*=Skeleton]').first().waitFor();
    expect(await page.getByRole('link', { name: 'Of the key' }).count()).toBe(0);
  }));

test('an address with a tab or a report that there is none of shows the first tab, and says so', () =>
  inTab(harness.open('/settings?tab=none'), async ({ page }) => {
    await page.getByRole('tabpanel').waitFor();
    await page.goto('/decisions?tab=none');
    await page.getByRole('tabpanel').waitFor();
    await page.goto('/reports/none');
    await page.getByText('This does not exist any more').waitFor();
  }));

test('language and theme change at once and are remembered', () =>
  inTab(harness.open('/connect'), async ({ page }) => {
    await page.getByRole('button', { name: 'Account and preferences' }).click();
    await page.getByText('Português').click();
    await page.getByRole('heading', { name: 'Conectar' }).waitFor();
    await page.getByText('Escuro').click();
    await page.reload();
    await page.getByRole('heading', { name: 'Conectar' }).waitFor();
    const html = page.locator('html');
    await shown.attribute(html, 'lang').toBe('pt-BR');
    await shown.attribute(html, 'data-mantine-color-scheme').toBe('dark');
  }));

test('finds a customer by id and by attribute; the address holds the search', async () => {
  await harness.seed(seedShop, identifyCustomers);
  await inTab(harness.open('/customers'), async ({ page }) => {
    await page.getByLabel('Customer id').fill('customer-17');
    await page.waitForURL(/q=customer-17/);
    await page.waitForFunction(() => document.querySelectorAll('tbody a').length === 1);
    await page.getByLabel('Customer id').fill('');
    await page.getByLabel('Attribute').fill('city:Recife');
    await page.waitForFunction(() => document.querySelectorAll('tbody a').length === 15);
    await page.reload();
    await page.waitForFunction(() => document.querySelectorAll('tbody a').length === 15);
    await page.getByRole('link', { name: 'customer-4', exact: true }).click();
    await page.getByRole('heading', { name: 'customer-4' }).waitFor();
  });
});

test('the timeline names the segments that a customer entered', async () => {
  await harness.seed(identifyCustomers);
  await inTab(harness.open('/customers/customer-4?tab=timeline'), async ({ page }) => {
    const { segments } = await harness.client.request('GET /v1/customers/{id}', {
      path: { id: 'customer-4' },
    });
    const { data } = await harness.client.request('GET /v1/segments', {});
    const titles = data.filter(({ name }) => segments.includes(name)).map(({ title }) => title);
    expect(titles.length).toBeGreaterThan(0);
    const entered = page.locator('tbody tr', { hasText: 'Entered segment' });
    for (const title of titles) await shown.count(entered.filter({ hasText: title })).toBeGreaterThan(0);
  });
});

test('an event changes what would be recommended, and the open page follows by itself', () =>
  inTab(harness.open('/customers/fresh-visitor-1'), async ({ page }) => {
    await page.getByText('There is no customer fresh-visitor-1').waitFor();
    const send = (itemId: string) =>
      harness.client.request('POST /v1/events', {
        body: {
          events: [{ type: 'purchase', customerId: 'fresh-visitor-1', itemId, value: 3, currency: 'USD' }],
        },
      });
    await send('item-0');
    await page.reload();
    const titles = page.locator('tbody tr > td:nth-child(3)');
    await page.locator('tbody [aria-expanded]').first().waitFor();
    const before = await titles.allTextContents();
    for (const item of ['item-4', 'item-10', 'item-16', 'item-22']) await send(item);
    await shown.texts(titles).not.toEqual(before);
    await page.locator('tbody [aria-expanded]').first().click();
    await page.getByText('probability that the policy shows it here').waitFor();
  }));

test('the live chart reads by keyboard, has a table, and pauses', () =>
  inTab(harness.open('/'), async ({ page, context }) => {
    const chart = page.getByRole('slider', { name: 'Events per second' });
    await chart.waitFor();
    await chart.focus();
    await page.keyboard.press('Home');
    await shown.attribute(chart, 'aria-valuetext').toMatch(/^\d\d:\d\d:\d\d: Events \d/);
    await page.getByRole('button', { name: 'Events per second as a table' }).click();
    const rows = page.getByRole('table', { name: 'Events per second' }).getByRole('row');
    await shown.count(rows).toBeGreaterThan(200);
    await page.getByRole('button', { name: 'Pause' }).click();
    const resume = page.getByRole('button', { name: 'Resume' });
    await resume.waitFor();
    const asOf = page.getByText(/^as of/);
    const held = await asOf.textContent();
    const other = await context.newPage();
    await other.goto('/');
    await shown.text(other.getByText(/^as of/)).not.toBe(held);
    await shown.text(asOf).toBe(held);
    await resume.click();
    await shown.text(asOf).not.toBe(held);
  }));

test('says so when the device is offline', () =>
  inTab(harness.open('/connect'), async ({ page, context }) => {
    await page.getByRole('heading', { name: 'Connect' }).waitFor();
    await context.setOffline(true);
    await page.getByText('This device is offline').waitFor();
    await context.setOffline(false);
    await page.getByText('This device is offline').waitFor({ state: 'detached' });
  }));

test('says that it lost the server, and comes back without a gap', () =>
  inTab(harness.open('/'), async ({ page }) => {
    await page.getByRole('slider', { name: 'Events per second' }).waitFor();
    await harness.restart(() => page.getByText('Reconnecting').waitFor());
    await page.getByText('Live', { exact: true }).waitFor();
    await showsNoGap(page);
  }));

test('erasing asks for the name, then the customer is gone', () =>
  inTab(harness.open('/customers/customer-9'), async ({ page }) => {
    await page.getByRole('button', { name: 'Erase' }).click();
    const erase = page.getByRole('button', { name: 'Erase for good' });
    await shown.disabled(erase).toBe(true);
    await page.getByLabel('Type customer-9 to confirm').fill('customer-9');
    await erase.click();
    await page.waitForURL(/\/customers$/);
    await soon(async () => (await page.request.get('/v1/customers/customer-9')).status()).toBe(404);
  }));

test('exports everything about a customer as a file', () =>
  inTab(harness.open('/customers/customer-5'), async ({ page }) => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export', exact: true }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('customer-5.json');
  }));
