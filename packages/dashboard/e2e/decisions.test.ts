import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkPage } from './check-page.ts';
import { type Harness, inTab, startHarness } from './harness.ts';
import { seedShop } from './seed.ts';
import { seedDecisions } from './seed-decisions.ts';
import { shown } from './shown.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
  await harness.seed(seedShop, seedDecisions);
}, 240_000);
afterAll(() => harness?.close());

test(
  'a policy is judged on the log, its result stays in the address and in the list',
  () =>
    inTab(harness.open('/decisions?placement=explored&policy=uniform&open=take'), async (tab) => {
      const { page } = tab;
      page.setDefaultTimeout(60_000);
      await page.getByRole('button', { name: 'Evaluate', exact: true }).click();
      await page.getByText('Lift over the log by estimator').waitFor();
      await page.getByText('Importance weights').waitFor();
      const [stored] = (await harness.client.request('GET /v1/evaluations', {})).data;
      expect(stored).toMatchObject({
        state: 'done',
        policy: 'uniform',
        placement: 'explored',
        decisions: 300,
      });
      await shown.parameter(page, 'evaluation').toBe(String(stored.id));
      await page.reload();
      await page.getByText('Lift over the log by estimator').waitFor();
      await page.getByRole('button', { name: 'uniform · heuristic' }).waitFor();
      await checkPage(tab, 'decisions-evaluated');
    }),
  120_000,
);

test(
  'a refusal says what is missing and what to do',
  () =>
    inTab(harness.open('/decisions?placement=explored&policy=uniform'), async (tab) => {
      const { page } = tab;
      page.setDefaultTimeout(60_000);
      await page.getByRole('button', { name: 'Evaluate', exact: true }).click();
      await page.getByText('The log cannot carry this estimate').waitFor();
      await page.getByText(/take those whose attribution window is still open/).waitFor();
      await checkPage(tab, 'decisions-refused');
    }),
  120_000,
);

test(
  'the log shows slates with their propensities and what they earned',
  () =>
    inTab(harness.open('/decisions?tab=log&of=explored'), async (tab) => {
      const { page } = tab;
      await page.locator('tbody button').first().click();
      await shown.count(page.getByRole('list', { name: 'Items' }).getByRole('listitem')).toBe(3);
      await page.getByText(/click/).first().waitFor();
      await page.getByLabel('Customer', { exact: true }).fill('customer-7');
      await page.waitForFunction(() => document.querySelectorAll('tbody a').length === 2);
      await checkPage(tab, 'decisions-log');
    }),
  60_000,
);

test(
  'risk names the days without a return and explains its measures',
  () =>
    inTab(harness.open('/decisions?tab=risk&earns=click'), async (tab) => {
      const { page } = tab;
      page.setDefaultTimeout(60_000);
      await page.getByRole('button', { name: 'epsilonGreedy(0.8)', exact: true }).waitFor();
      await page.getByText('the control decided nothing').waitFor();
      await page.getByRole('button', { name: 'Sharpe' }).hover();
      await page.getByText(/Mean return over the benchmark/).waitFor();
      await page.getByLabel('Periods per year').fill('many');
      await page.getByText('must be a number').waitFor();
      await page.getByLabel('Periods per year').fill('252');
      await checkPage(tab, 'decisions-risk');
    }),
  120_000,
);
