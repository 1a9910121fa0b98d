import { afterAll, beforeAll, test } from 'vitest';
import { checkPage } from './check-page.ts';
import { type Harness, startHarness } from './harness.ts';
import { seedShop } from './seed.ts';
import { shown } from './shown.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
  await harness.seed(seedShop);
}, 120_000);
afterAll(() => harness?.close());

test('a build is started, followed to its end, and its tables and checks are shown', async () => {
  const tab = await harness.open('/pipeline');
  const { page } = tab;
  await page.getByRole('button', { name: 'Start' }).click();
  await page.getByRole('list', { name: 'What the run says' }).waitFor();
  const runs = page.getByRole('region', { name: 'Runs' });
  await runs.getByText('Done').waitFor({ timeout: 60_000 });
  const models = page.getByRole('region', { name: 'Models and sources' });
  const customers = models.getByRole('row', { name: /customer_360/ });
  await customers.getByText('Built').waitFor();

  await runs.locator('tbody button').first().click();
  await runs.getByRole('table', { name: 'What this run worked on' }).waitFor();
  await page.waitForURL(/run=/);
  await checkPage(tab, 'pipeline-built');
  await tab.context.close();
}, 120_000);

test('a node is opened from the graph, by keyboard too, with its columns and its SQL', async () => {
  const tab = await harness.open('/pipeline');
  const { page } = tab;
  const lineage = page.getByRole('region', { name: 'Lineage' }).first();
  const node = lineage.getByRole('button', { name: /^decision_outcomes/ });
  await node.focus();
  await page.keyboard.press('Enter');
  const card = page.getByRole('region', { name: 'decision_outcomes' });
  await card.getByText('Incremental table').waitFor();
  await card.getByRole('row', { name: /least_propensity/ }).waitFor();
  await checkPage(tab, 'pipeline-node');
  await card.getByText('As written').click();
  await card.getByText('is_incremental()').waitFor();
  await shown.attribute(node, 'aria-pressed').toBe('true');
  await page.waitForURL(/node=/);
  await card.getByRole('button', { name: 'Close' }).click();
  await card.waitFor({ state: 'detached' });
  await tab.context.close();
}, 60_000);

test('a selector that finds nothing is told with what was meant', async () => {
  const tab = await harness.open('/pipeline');
  const { page } = tab;
  await page.getByLabel('Only').fill('customer_36');
  await page.getByRole('button', { name: 'Start' }).click();
  await page.getByText('did you mean customer_360').waitFor();
  await tab.context.close();
}, 60_000);
