import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Harness, inTab as inAnyTab, inFaultlessTab as inTab, startHarness } from './harness.ts';
import { describePages } from './look-at.ts';
import { identifyCustomers, seedShop } from './seed.ts';
import { shown, soon } from './shown.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
  await harness.seed(seedShop, identifyCustomers);
}, 120_000);
afterAll(() => harness?.close());

const stored = async () => (await harness.client.request('GET /v1/segments')).data;
const members = async () => (await stored()).find(({ name }) => name === 'People of Recife')?.members;

test('a segment is built with a live count, entered, changed, removed and brought back', () =>
  inTab(harness.open('/segments/new'), async ({ page }) => {
    await page.getByLabel('Name', { exact: true }).fill('People of Recife');
    await page.getByRole('combobox', { name: 'About' }).click();
    await page.getByRole('option', { name: 'city', exact: true }).click();
    await page.getByRole('combobox', { name: 'Value' }).fill('Recife');
    const preview = page.getByRole('region', { name: 'Who matches now' });
    await shown.text(preview.locator('strong')).toBe('15');
    await page.getByRole('button', { name: 'Add condition' }).click();
    await page.getByRole('combobox', { name: 'About' }).nth(1).click();
    await page.getByRole('option', { name: 'age', exact: true }).click();
    await page.getByRole('textbox', { name: /^Value/ }).fill('35');
    await shown.text(preview.locator('strong')).toBe('10');
    await page.getByRole('button', { name: 'Create segment' }).click();
    await page.getByRole('heading', { name: 'People of Recife' }).waitFor();
    await soon(members).toBe(10);
    await page.getByRole('textbox', { name: /^Value/ }).fill('45');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Customers enter and leave within moments').waitFor();
    await soon(members).toBe(5);
    await page.getByRole('button', { name: 'Remove segment' }).click();
    await page.getByText('People of Recife was removed').waitFor();
    expect((await stored()).some(({ name }) => name === 'People of Recife')).toBe(false);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('link', { name: 'People of Recife' }).waitFor();
  }));

test('what is wrong with a segment is said in the language of the page', () =>
  inAnyTab(harness.open('/segments/new', { language: 'pt-BR' }), async ({ page }) => {
    await page.getByRole('combobox', { name: 'Sobre' }).click();
    await page.getByRole('option', { name: 'city', exact: true }).click();
    await page.getByRole('combobox', { name: 'Valor' }).fill('Recife');
    const name = page.getByLabel('Nome', { exact: true });
    const create = page.getByRole('button', { name: 'Criar segmento' });
    await name.fill('-Recife');
    await create.click();
    await page.getByText('name não está escrito como deveria: "-Recife"').waitFor();
    await name.fill('Gold');
    await create.click();
    await page.getByText('O segmento "Gold" é declarado em personalize.config.ts.').waitFor();
  }));

test('a count that fails leaves the rule that is being written', async () => {
  const path = { name: 'Half-written' };
  await harness.client.request('PUT /v1/segments/{name}', {
    path,
    body: { rule: { attribute: 'city', op: 'eq', value: 'Recife' } },
  });
  await inAnyTab(harness.open(`/segments/by-name/${path.name}`), async ({ page }) => {
    const group = page.getByLabel('Group', { exact: true });
    await group.fill('half');
    await page.route('**/v1/segments/Half-written', (route) => route.fulfill({ status: 404, body: '{}' }));
    await page.waitForResponse('**/v1/segments/Half-written');
    await shown.value(group).toBe('half');
    await page.waitForResponse('**/v1/segments/Half-written');
    expect(await group.inputValue()).toBe('half');
  });
});

test('segments of the configuration are read, not changed', () =>
  inTab(harness.open('/segments/by-name/Gold'), async ({ page }) => {
    await page.getByText('Declared in personalize.config.ts').first().waitFor();
    await page.getByText('income').first().waitFor();
    await shown.count(page.getByRole('button', { name: 'Save', exact: true })).toBe(0);
  }));

describePages(
  () => harness,
  [
    { name: 'segments', path: '/segments', ready: 'tbody a' },
    { name: 'segment-new', path: '/segments/new', ready: 'fieldset' },
    { name: 'segment', path: '/segments/by-name/Gold', ready: '[role=slider] svg' },
  ],
);
