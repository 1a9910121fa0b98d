import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Harness, startHarness, type Tab } from './harness.ts';
import { seedLearningPlacement, seedShop } from './seed.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
  await seedShop(harness.client);
  await seedLearningPlacement(harness.client, 'learning', { kind: 'betaThompson', reach: 20 });
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

const stored = (name: string) => harness.client.request('GET /v1/placements/{name}', { path: { name } });

test('a change is saved, serves at once, and is undone', () =>
  inTab(harness.open('/placements'), async ({ page }) => {
    await page.getByRole('link', { name: 'E-mail' }).click();
    await page.getByLabel('Items shown').fill('5');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/Saved as version/).waitFor();
    expect((await stored('email')).defaultLimit).toBe(5);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(async () => (await stored('email')).defaultLimit).toBe(8);
    expect(await page.getByLabel('Items shown').inputValue()).toBe('8');
  }));

test('what is wrong is said beside its field, and nothing is saved', () =>
  inTab(harness.open('/placements/cart'), async ({ page }) => {
    await page.getByLabel('Share of places explored, ε').fill('7');
    await page.getByLabel('Candidates from Popular').fill('0');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Not saved: 1 setting needs another value').waitFor();
    await page
      .getByText(/must be <= 1, got 7/)
      .first()
      .waitFor();
    await page.getByLabel('Share of places explored, ε').fill('0.1');
    await page.getByRole('button', { name: 'Save' }).click();
    await page
      .getByText(/must be >= 1/)
      .first()
      .waitFor();
    expect((await stored('cart')).policy).toEqual({ kind: 'epsilonGreedy', epsilon: 0.05 });
    await page.getByRole('button', { name: 'Discard changes' }).click();
    expect(await page.getByLabel('Candidates from Popular').inputValue()).toBe('40');
  }));

test('changed settings are previewed beside the saved ones, without a decision', () =>
  inTab(harness.open('/placements/learning?customer=customer-3'), async ({ page }) => {
    await page.getByText('Passed the filters').waitFor();
    const before = await harness.client.request('GET /v1/placements/{name}/policy', {
      path: { name: 'learning' },
    });
    await page.getByRole('combobox', { name: 'Add a filter' }).click();
    await page.getByRole('option', { name: 'Price' }).click();
    const changed = page.getByRole('region', { name: 'With your changes' });
    await changed.waitFor();
    await page.getByLabel('To', { exact: true }).fill('2');
    await expect.poll(() => changed.locator('dd').nth(1).textContent(), { timeout: 10_000 }).not.toBe('40');
    expect(await page.getByRole('region', { name: 'As saved' }).locator('dd').nth(1).textContent()).toBe(
      '40',
    );
    await changed.locator('[aria-expanded]').first().click();
    await changed.locator('dt', { hasText: /./ }).last().waitFor();
    const after = await harness.client.request('GET /v1/placements/{name}/policy', {
      path: { name: 'learning' },
    });
    expect(after.policies[0].pulls).toBe(before.policies[0].pulls);
  }));

test('what the policy has learnt follows rewards, and an admin lets it forget', () =>
  inTab(harness.open('/placements/learning'), async ({ page }) => {
    const card = page.getByRole('region', { name: 'What the policy has learnt' });
    const rewards = card.locator('dl dd').nth(1);
    await card.getByRole('table').waitFor();
    const before = Number(await rewards.textContent());
    expect(before).toBeGreaterThan(10);
    const { decisionId, recommendations } = await harness.client.request('POST /v1/recommendations', {
      body: { customerId: 'customer-1', placement: 'learning' },
    });
    await harness.client.request('POST /v1/events', {
      body: {
        events: [{ type: 'click', customerId: 'customer-1', itemId: recommendations[0].itemId, decisionId }],
      },
    });
    await expect.poll(async () => Number(await rewards.textContent()), { timeout: 6_000 }).toBe(before + 1);
    await card.getByRole('button', { name: 'Forget' }).click();
    const forget = page.getByRole('button', { name: 'Forget for good' });
    expect(await forget.isDisabled()).toBe(true);
    await page.getByLabel('Type learning to confirm').fill('learning');
    await forget.click();
    await card.getByText('Nothing learnt yet').waitFor();
  }));

test('a placement is made, given a policy for a segment, removed and brought back', () =>
  inTab(harness.open('/placements/new'), async ({ page }) => {
    await page.getByLabel('Name', { exact: true }).fill('checkout');
    await page.getByLabel('Title').fill('Checkout');
    await page.getByRole('button', { name: 'Create placement' }).click();
    await page.getByRole('heading', { name: 'Checkout' }).waitFor();
    await page.getByRole('combobox', { name: 'Add a segment' }).click();
    await page.getByRole('option').first().click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/Saved as version/).waitFor();
    expect((await stored('checkout')).segmentPolicies).toHaveLength(1);
    await page.getByRole('button', { name: 'Remove placement' }).click();
    await page.getByText('Checkout was removed.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('link', { name: 'Checkout' }).waitFor();
    expect((await stored('checkout')).segmentPolicies).toHaveLength(1);
  }));
