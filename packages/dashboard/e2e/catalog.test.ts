import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Harness, inFaultlessTab as inTab, startHarness } from './harness.ts';
import { describePages } from './look-at.ts';
import { seedShop } from './seed.ts';
import { shown, soon } from './shown.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
  await harness.seed(seedShop);
  await harness.client.request('PUT /v1/items/{itemId}', {
    path: { itemId: 'odd' },
    body: { title: '<b>Bold</b> & "quoted"', category: 'Bakery', price: 2, currency: 'BRL' },
  });
}, 120_000);
afterAll(() => harness?.close());

const item = (itemId: string) => harness.client.request('GET /v1/items/{itemId}', { path: { itemId } });

test('items are found, several hidden at once, and shown again', () =>
  inTab(harness.open('/catalog?q=Bakery'), async ({ page }) => {
    await page.getByRole('checkbox', { name: 'Choose Bakery product number 0' }).check();
    await page.getByRole('checkbox', { name: 'Choose Bakery product number 6', exact: true }).check();
    await page.getByText('2 items chosen').waitFor();
    await page.getByRole('button', { name: 'Hide', exact: true }).click();
    await page.getByText('2 items are hidden').waitFor();
    expect([(await item('item-0')).hidden, (await item('item-6')).hidden]).toEqual([true, true]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await soon(async () => (await item('item-6')).hidden).toBe(false);
  }));

test('hiding an item leaves what is typed into its fields', () =>
  inTab(harness.open('/catalog/items/item-0'), async ({ page }) => {
    await page.getByLabel('Title').fill('Half a ti');
    await page.getByRole('button', { name: 'Hide', exact: true }).click();
    await page.getByText('1 item is hidden').waitFor();
    expect(await page.getByLabel('Title').inputValue()).toBe('Half a ti');
    await page.getByRole('button', { name: 'Undo' }).click();
    await soon(async () => (await item('item-0')).hidden).toBe(false);
  }));

test('numbers are typed as the language does; what is none is not saved as nothing', async () => {
  const [path, body] = [{ itemId: 'weighed' }, { title: 'Weighed', category: 'Bakery', price: 1 }];
  await harness.client.request('PUT /v1/items/{itemId}', { path, body });
  await inTab(harness.open('/catalog/items/weighed', { language: 'pt-BR' }), async ({ page }) => {
    await page.getByLabel('Preço').fill('12,5');
    await page.getByRole('button', { name: 'Adicionar atributo' }).click();
    await page.getByLabel('Atributo', { exact: true }).fill('weight');
    await page.getByRole('combobox', { name: 'Tipo' }).click();
    await page.getByRole('option', { name: 'Número' }).click();
    const [value, save] = [page.getByLabel('Valor'), page.getByRole('button', { name: 'Salvar' })];
    await value.fill('uns dois');
    await shown.disabled(save).toBe(true);
    await value.fill('1,5');
    await save.click();
    await soon(() => item('weighed')).toMatchObject({ price: 12.5, attributes: { weight: 1.5 } });
    await shown.value(page.getByLabel('Preço')).toBe('12,5');
    await shown.value(value).toBe('1,5');
  });
});

test('the best by what they did come first', () =>
  inTab(harness.open('/catalog?order=purchases'), async ({ page }) => {
    await page.locator('tbody a').first().waitFor();
    const bought = (await page.locator('tbody tr td:nth-child(8)').allTextContents()).map(Number);
    expect(bought.length).toBeGreaterThan(5);
    expect(bought).toEqual([...bought].sort((a, b) => b - a));
    expect(bought[0]).toBeGreaterThan(0);
  }));

test('markup in a title is text; fields are changed, an item is made', () =>
  inTab(harness.open('/catalog/items/odd'), async ({ page }) => {
    await page.getByRole('heading', { name: '<b>Bold</b> & "quoted"' }).waitFor();
    await page.getByLabel('Price').fill('3.5');
    await page.getByRole('button', { name: 'Add attribute' }).click();
    await page.getByLabel('Attribute', { exact: true }).fill('brand');
    await page.getByLabel('Value').fill('<i>Acme</i>');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved.').waitFor();
    expect(await item('odd')).toMatchObject({ price: 3.5, attributes: { brand: '<i>Acme</i>' } });
    await page.goto('/catalog/new');
    await page.getByLabel('Id').fill('made/here');
    await page.getByLabel('Title').fill('Made here');
    await page.getByLabel('Category').fill('Bakery');
    await page.getByRole('button', { name: 'Create item' }).click();
    await page.getByRole('heading', { name: 'Made here' }).waitFor();
    expect((await item('made/here')).title).toBe('Made here');
  }));

test('an id with a percent sign is found under its own name, and so is a search for one', () =>
  inTab(harness.open('/catalog'), async ({ page }) => {
    for (const itemId of ['50%', 'a%2Fb']) {
      const body = { title: `Item ${itemId}`, category: 'Bakery' };
      await harness.client.request('PUT /v1/items/{itemId}', { path: { itemId }, body });
      await page.goto(`/catalog/items/${encodeURIComponent(itemId)}`);
      await page.getByRole('heading', { name: body.title }).waitFor();
    }
    await page.goto(`/catalog?q=${encodeURIComponent('a%2Fb')}`);
    await page.waitForFunction(() => document.querySelector('main input')?.getAttribute('value') === 'a%2Fb');
  }));

describePages(
  () => harness,
  [
    { name: 'catalog', path: '/catalog', ready: 'tbody a' },
    { name: 'catalog-new', path: '/catalog/new', ready: 'form' },
    { name: 'catalog-item', path: '/catalog/items/item-4', ready: '[role=slider] svg' },
  ],
);
