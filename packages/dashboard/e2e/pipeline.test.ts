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

test('a selector that finds nothing is told with what was meant, in the language of the page', async () => {
  const tab = await harness.open('/pipeline', { language: 'pt-BR' });
  const { page } = tab;
  await page.getByLabel('Somente').fill('customer_36');
  await page.getByRole('button', { name: 'Iniciar' }).click();
  await page.getByText('O seletor "customer_36" não encontra nada; você quis dizer customer_360?').waitFor();
  await tab.context.close();
}, 60_000);

test('a schedule is made, switched off, changed, removed and brought back', async () => {
  const tab = await harness.open('/pipeline');
  const { page } = tab;
  const card = page.getByRole('region', { name: 'Schedules' });
  await card.getByText('Nothing runs by itself yet').waitFor();
  await card.getByRole('button', { name: 'Add a schedule' }).click();
  const form = card.getByRole('form');
  await form.getByLabel('Name').fill('Nightly');
  await form.getByText('small letters, digits and hyphens only').waitFor();
  await shown.disabled(form.getByRole('button', { name: 'Save', exact: true })).toBe(true);
  await form.getByLabel('Name').fill('nightly');
  await form.getByLabel('Time of day').fill('02:30');
  await form.getByLabel('Only these').fill('customer_36');
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  await form.getByText('customer_360').waitFor();
  // The browser itself writes of a refusal.
  await shown.count(form.getByRole('alert')).toBe(1);
  tab.problems.splice(0);
  await form.getByLabel('Only these').fill('+customer_360');
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  await form.waitFor({ state: 'detached' });
  const row = card.getByRole('row', { name: /nightly/ });
  await row.getByText('Every day at 02:30').waitFor();
  await row.getByText('+customer_360').waitFor();
  await checkPage(tab, 'pipeline-schedules');

  await row
    .locator('label', { has: page.getByRole('switch') })
    .first()
    .click();
  await row.getByText('Switched off').waitFor();
  await row.getByRole('button', { name: 'nightly', exact: true }).click();
  await form.getByLabel('Time of day').fill('04:00');
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  await row.getByText('Every day at 04:00').waitFor();
  await row.getByText('Switched off').waitFor();

  await card.getByRole('button', { name: 'Remove nightly' }).click();
  await row.waitFor({ state: 'detached' });
  await card.getByRole('button', { name: 'Undo' }).click();
  await row.getByText('Every day at 04:00').waitFor();
  await tab.context.close();
}, 90_000);
