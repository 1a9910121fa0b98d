import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Harness, inTab, startHarness } from './harness.ts';
import { seedLearningPlacement, seedShop } from './seed.ts';
import { shown, soon } from './shown.ts';
import { taken } from './taken.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
  await harness.seed(seedShop, (client) =>
    seedLearningPlacement(client, 'learning', { kind: 'betaThompson', reach: 20 }),
  );
}, 120_000);
afterAll(() => harness?.close());

const stored = (name: string) => harness.client.request('GET /v1/placements/{name}', { path: { name } });

test('a change is saved, serves at once, and is undone', () =>
  inTab(harness.open('/placements'), async ({ page }) => {
    await page.getByRole('link', { name: 'E-mail' }).click();
    await page.getByLabel('Items shown').fill('5');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText(/Saved as version/).waitFor();
    expect((await stored('email')).defaultLimit).toBe(5);
    await page.getByRole('button', { name: 'Undo' }).click();
    await shown.value(page.getByLabel('Items shown')).toBe('8');
    await soon(async () => (await stored('email')).defaultLimit).toBe(8);
  }));

test('what is wrong is said beside its field, and nothing is saved', () =>
  inTab(harness.open('/placements/cart'), async ({ page }) => {
    await page.getByLabel('Share of places explored, ε').fill('7');
    await page.getByLabel('Candidates from Popular').fill('0');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Not saved: 1 setting needs another value').waitFor();
    await page.getByText('must be at most 1, not 7').first().waitFor();
    await page.getByLabel('Share of places explored, ε').fill('0.1');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('must be at least 1, not 0').first().waitFor();
    expect((await stored('cart')).policy).toEqual({ kind: 'epsilonGreedy', epsilon: 0.05 });
    await page.getByRole('button', { name: 'Discard changes' }).click();
    await shown.value(page.getByLabel('Candidates from Popular')).toBe('40');
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
    await shown.text(changed.locator('dd').nth(1)).not.toBe('40');
    await shown.text(page.getByRole('region', { name: 'As saved' }).locator('dd').nth(1)).toBe('40');
    await changed.locator('tbody [aria-expanded]').first().click();
    await changed.locator('dt', { hasText: /./ }).last().waitFor();
    const after = await harness.client.request('GET /v1/placements/{name}/policy', {
      path: { name: 'learning' },
    });
    expect(after.policies[0].pulls).toBe(before.policies[0].pulls);
  }));

test('what the policy has learnt is taken as numbers, each mean with the ends of its interval', () =>
  inTab(harness.open('/placements/learning'), async (tab) => {
    const file = await taken(tab.page, /^Export Items by how often they were seen$/, 'Numbers (CSV)');
    const rows = parse(file, { columns: true }) as Record<string, string>[];
    const { policies } = await harness.client.request('GET /v1/placements/{name}/policy', {
      path: { name: 'learning' },
    });
    expect(rows.map(({ Id, Seen }) => [Id, Number(Seen)])).toEqual(
      policies[0].arms.slice(0, rows.length).map(({ itemId, pulls }) => [itemId, pulls]),
    );
    expect(rows).not.toEqual([]);
    for (const row of rows) {
      const mean = Number(row['Mean reward']);
      expect(Number(row['Mean reward, lower end'])).toBeLessThan(mean);
      expect(Number(row['Mean reward, upper end'])).toBeGreaterThan(mean);
    }
    expect(tab.problems).toEqual([]);
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
    await shown.text(rewards).toBe(String(before + 1));
    await card.getByRole('button', { name: 'Forget' }).click();
    const forget = page.getByRole('button', { name: 'Forget for good' });
    await shown.disabled(forget).toBe(true);
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
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText(/Saved as version/).waitFor();
    expect((await stored('checkout')).segmentPolicies).toHaveLength(1);
    await page.getByRole('button', { name: 'Remove placement' }).click();
    await page.getByText('Checkout was removed.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('link', { name: 'Checkout' }).waitFor();
    expect((await stored('checkout')).segmentPolicies).toHaveLength(1);
  }));
