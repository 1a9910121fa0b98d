import { afterAll, beforeAll, expect, test } from 'vitest';
import { numberRules } from '../src/pages/models/training/train-fields.ts';
import { type Harness, inTab as runInTab, startHarness, type Tab, type View } from './harness.ts';
import { quickTraining, seedDecisions, seedPurchases, train } from './seed-models.ts';
import { shown } from './shown.ts';
import { xgboostFile } from './xgboost-file.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
}, 120_000);
afterAll(() => harness?.close());

const inTab = (path: string, check: (tab: Tab) => Promise<void>, view?: View) =>
  runInTab(harness.open(path, view), check);

const ranker = { name: 'ranker' };

test('without a model the page tells how a first one comes to be, and leads there', () =>
  inTab('/models', async ({ page, problems }) => {
    await page.getByText('No model yet').waitFor();
    await page.getByRole('link', { name: 'Train now' }).click();
    await page.waitForURL(/\/models\/ranker\/train$/);
    await page.getByRole('button', { name: 'Train', exact: true }).waitFor();
    expect(problems).toEqual([]);
  }));

test('a training that cannot do says why, and gives the form back as it was sent', () =>
  inTab('/models/ranker/train', async ({ page }) => {
    await page.getByLabel('Seed').fill('11');
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await page.getByText('Failed').waitFor();
    await shown.text(page.getByRole('alert')).toContain('What serves goes on');
    await page.getByRole('button', { name: 'Train again' }).click();
    await shown.value(page.getByLabel('Seed')).toBe('11');
  }));

test('what the form takes is what the API takes', async () => {
  const answer = await fetch(`${harness.url}/openapi.json`);
  const { components } = (await answer.json()) as { components: { schemas: Record<string, JsonSchema> } };
  for (const { path, min, above, max, whole } of Object.values(numberRules)) {
    let schema: JsonSchema | undefined = components.schemas.TrainRequest;
    for (const step of path.slice(1).split('/')) schema = schema?.properties?.[step];
    expect(schema, path).toMatchObject({
      type: whole ? 'integer' : 'number',
      ...(min === undefined ? {} : { minimum: min }),
      ...(above === undefined ? {} : { exclusiveMinimum: above }),
      ...(max === undefined ? {} : { maximum: max }),
    });
  }
});

interface JsonSchema {
  properties?: Record<string, JsonSchema>;
}

test('trains from the form, live, and goes on after a reload', async () => {
  await harness.seed(seedPurchases);
  await inTab('/models/ranker/train', async ({ page, problems }) => {
    await page.getByLabel('Step').fill('2');
    await page.getByText('Above 0, at most 1.', { exact: true }).waitFor();
    await shown.disabled(page.getByRole('button', { name: 'Train', exact: true })).toBe(true);
    await page.getByLabel('Step').fill('0.2');
    await page.getByLabel('Rounds at most').fill('25');
    await page.getByLabel('Test days').fill('12');
    await page.getByLabel('Validation days').fill('8');
    await page.getByLabel('Seed').fill('3');
    await page.getByLabel('Tags').fill('first, quick');
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await page.waitForURL(/job=/);
    await page.getByRole('progressbar', { name: 'Progress' }).waitFor();
    await page.reload();
    await page.getByText('Done', { exact: true }).waitFor({ timeout: 60_000 });
    await page.getByRole('table', { name: 'Gates' }).waitFor();
    await shown
      .value(page.getByRole('textbox', { name: 'Log of the training' }))
      .toContain('Registered ranker@1');
    const curve = page.getByRole('slider', { name: 'Learning curve so far' });
    await curve.focus();
    await page.keyboard.press('End');
    await shown.attribute(curve, 'aria-valuetext').toMatch(/Round \d+: 0\.\d+/);
    await page.getByRole('link', { name: 'Open version 1' }).click();
    await page.getByRole('heading', { name: 'Version 1' }).waitFor();
    await page.getByText('quick', { exact: true }).waitFor();
    expect(problems).toEqual([]);
  });
}, 120_000);

test('a training is cancelled after a question', () =>
  inTab('/models/ranker/train', async ({ page }) => {
    await page.getByLabel('Rounds at most').fill('10000');
    await page.getByLabel('Step').fill('0.0001');
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await page.getByRole('button', { name: 'Cancel the training' }).click();
    await page.getByRole('button', { name: 'Cancel it' }).click();
    await page.getByText('Cancelled', { exact: true }).waitFor();
    await page.getByText('what serves goes on').waitFor();
  }));

test('notes are changed and put back', () =>
  inTab('/models/ranker/versions/1', async ({ page }) => {
    await page.getByRole('button', { name: 'Edit notes and tags' }).click();
    await page.getByLabel('Notes', { exact: true }).fill('Only a trial.');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Only a trial.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Put back as it was.').waitFor();
    const { notes } = await harness.client.request('GET /v1/models/{name}/versions/{version}', {
      path: { ...ranker, version: 1 },
    });
    expect(notes).toBe('');
  }));

test('a broken file is refused with the reason; a good one becomes the next version, measured at once', async () => {
  await inTab('/models/ranker/import', async ({ page }) => {
    await page.getByRole('button', { name: 'Import' }).click();
    await page.getByText('Choose a file.', { exact: true }).waitFor();
    const file = page.locator('input[type=file]');
    await file.setInputFiles({ name: 'empty.json', mimeType: 'application/json', buffer: Buffer.alloc(0) });
    await page.getByText('The file is empty.').waitFor();
    await file.setInputFiles({ name: 'm.ubj', mimeType: '', buffer: Buffer.from('{L\u0000nonsense') });
    await page.getByText('m.ubj, 11 B').waitFor();
    await page.getByRole('button', { name: 'Import' }).click();
    await shown.text(page.getByRole('alert')).toContain('The file cannot be used as xgboost-ubjson');
    const good = xgboostFile(['itemPrice', 'source.popular']);
    await file.setInputFiles({ name: 'm.json', mimeType: '', buffer: Buffer.from(good) });
    await page.getByRole('button', { name: 'Import' }).click();
    await page.waitForURL(/job=/);
    await page.getByText('Evaluation of ranker').waitFor();
    await page.getByText('Done', { exact: true }).waitFor({ timeout: 60_000 });
    await page.getByRole('link', { name: 'Open version 2' }).click();
    await page.getByRole('heading', { name: 'Version 2' }).waitFor();
  });
}, 90_000);

test(
  'a version is measured again from its page',
  () =>
    inTab('/models/ranker/versions/2', async ({ page }) => {
      await page.getByRole('button', { name: 'Measure it now' }).click();
      await page.waitForURL(/job=/);
      await page.getByText('Evaluation of ranker').waitFor();
      await page.getByText('Done', { exact: true }).waitFor({ timeout: 60_000 });
      await page.getByRole('link', { name: 'Open version 2' }).click();
      await page.getByRole('table', { name: 'Ranking quality' }).getByText('This version').waitFor();
      await page.getByRole('slider', { name: 'ROC curve' }).waitFor();
    }),
  90_000,
);

test('gates and logs are told in the language of the page', () =>
  inTab(
    '/models/ranker/versions/1',
    async ({ page, problems }) => {
      const gates = page.getByRole('table', { name: 'Critérios' });
      await gates.getByText('Não há decisões registradas na janela de teste.').waitFor();
      await gates.getByText(/^NDCG@10 .* em relação a Ordenador embutido/i).waitFor();
      await page.getByRole('link', { name: 'Abrir o log' }).click();
      const log = page.getByRole('textbox', { name: 'Log do treinamento' });
      await shown.value(log).toContain('ranker@1 registrada');
      await shown.value(log).not.toMatch(/rows|instants|passed/);
      expect(problems).toEqual([]);
    },
    { language: 'pt-BR' },
  ));

test('any version is asked for scores and reasons; what is wanting is said', () =>
  inTab('/models/ranker?tab=predict', async ({ page, problems }) => {
    await page.getByText('Nothing was asked yet').waitFor();
    await page.getByRole('button', { name: 'Predict', exact: true }).click();
    await page.getByText('Add at least one customer.').waitFor();
    const customer = page.getByRole('combobox', { name: 'Add a customer' });
    await customer.fill('buyer-1');
    await customer.press('Enter');
    await page.getByRole('button', { name: 'Predict', exact: true }).click();
    const table = page.getByRole('table', { name: 'Scores' });
    await shown.count(table.getByRole('link', { name: 'buyer-1' })).toBe(10);
    await table
      .getByRole('link', { name: /^Product \d+$/ })
      .first()
      .waitFor();
    await shown.count(table.getByRole('list', { name: 'What moved the score most' })).toBeGreaterThan(0);
    const item = page.getByRole('combobox', { name: 'Add an item' });
    await item.fill('product-7');
    await item.press('Enter');
    await page.getByRole('button', { name: 'Predict', exact: true }).click();
    await shown.count(table.getByRole('link', { name: 'buyer-1' })).toBe(1);
    await shown
      .attribute(table.getByRole('link', { name: 'Product 7' }), 'href')
      .toBe('/catalog/items/product-7');
    expect(problems).toEqual([]);
    await item.fill('no-such-item');
    await item.press('Enter');
    await page.getByRole('button', { name: 'Predict', exact: true }).click();
    await shown.text(page.getByRole('alert')).toContain('no-such-item');
  }));

test('gates refuse; an override needs a reason and the name, is in the history, and is rolled back', async () => {
  await harness.client
    .request('PUT /v1/models/{name}/aliases/{alias}', {
      path: { ...ranker, alias: 'champion' },
      body: { version: 1, override: true, reason: 'something must serve' },
    })
    .catch(() => undefined);
  await inTab('/models/ranker', async ({ page, problems }) => {
    await page.getByRole('button', { name: 'Actions for version 2' }).click();
    await page.getByRole('menuitem', { name: 'Make champion' }).click();
    await page.getByRole('dialog').getByText('Refused').first().waitFor();
    const override = page.getByRole('button', { name: 'Override and make champion' });
    await shown.disabled(override).toBe(true);
    await page.getByLabel('Reason').fill('to compare live');
    await shown.disabled(override).toBe(true);
    await page.getByLabel('Type ranker@2 to confirm').fill('ranker@2');
    await override.click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('tab', { name: 'History' }).click();
    await page.getByText('version 1 → version 2').waitFor();
    await page.getByText('Gates overridden').waitFor();
    await page.getByRole('button', { name: 'Roll back' }).click();
    await page.getByRole('button', { name: 'Roll back now' }).click();
    await page.getByText('Version 1 serves again.').waitFor();
    await page.getByText('version 2 → version 1').waitFor();
    expect(problems).toEqual([]);
  });
});

test('compares what was ticked; the address holds it', async () => {
  await train(harness.client, { ...quickTraining, seed: 4, objective: 'logistic', promote: false });
  await inTab('/models/ranker', async ({ page }) => {
    await page.getByRole('checkbox', { name: 'Choose version 1' }).check();
    await page.getByRole('checkbox', { name: 'Choose version 3' }).check();
    await page.getByRole('button', { name: 'Compare 2' }).click();
    await page.waitForURL(/compare\?versions=1%2C3|compare\?versions=1,3/);
    const figures = page.getByRole('table', { name: 'Figures' });
    await figures
      .getByText(/better|worse/)
      .first()
      .waitFor();
    const parameters = page.getByRole('table', { name: 'Parameters and data' });
    await parameters.getByText('objective').waitFor();
    await shown.count(parameters.getByText('learningRate')).toBe(0);
    await page.getByRole('checkbox', { name: 'Only what differs' }).uncheck();
    await parameters.getByText('learningRate').waitFor();
    await page.getByRole('button', { name: 'Leave version 3 out' }).click();
    await page.getByText('Choose 2 to 4 versions').waitFor();
  });
}, 90_000);

test('orders versions by a heading, in the address', () =>
  inTab('/models/ranker', async ({ page }) => {
    await page.getByRole('button', { name: 'AUC' }).click();
    await page.waitForURL(/sort=-auc/);
    await page.reload();
    const heading = page.getByRole('columnheader', { name: 'AUC' });
    await heading.waitFor();
    await shown.attribute(heading, 'aria-sort').toBe('descending');
  }));

test('a curve is read by keyboard, as a table, and as a CSV file', () =>
  inTab('/models/ranker/versions/1', async ({ page }) => {
    const roc = page.getByRole('slider', { name: 'ROC curve' });
    await roc.focus();
    await page.keyboard.press('End');
    await shown.attribute(roc, 'aria-valuetext').toMatch(/False positive rate 100%: 100%/);
    await page.getByRole('button', { name: 'ROC curve as a table' }).click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'CSV' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('ROC curve.csv');
  }));

test('shows what the champion does in service', async () => {
  await harness.seed((client) => seedDecisions(client, 40));
  await inTab('/models/ranker?tab=watching', async ({ page }) => {
    await page.getByText('400 items shown').waitFor();
    await page.getByRole('slider', { name: 'Decisions with a click' }).waitFor();
    await page.getByRole('slider', { name: 'Drift by feature' }).waitFor();
    await page.getByRole('combobox', { name: 'Span' }).click();
    await page.getByRole('option', { name: 'Last 24 hours' }).click();
    await page.waitForURL(/hours=24/);
  });
});

test('a schedule is checked in place and kept', () =>
  inTab('/models/ranker?tab=schedule', async ({ page }) => {
    await page.getByText('Fill in at least one').waitFor();
    await page.getByLabel('By the clock').fill('every night');
    await page.getByRole('button', { name: 'Save the schedule' }).click();
    await page.getByText('The schedule "every night" must be five fields').waitFor();
    await page.getByLabel('By the clock').fill('30 3 * * *');
    await page.getByRole('button', { name: 'Save the schedule' }).click();
    await page.getByText('The schedule is saved.').waitFor();
    await page.reload();
    await shown.value(page.getByLabel('By the clock')).toBe('30 3 * * *');
  }));

test('viewers see everything and change nothing', async () => {
  const viewer = { email: 'vic@example.com', password: 'correct horse battery staple' };
  await harness.client.request('POST /v1/users', { body: { ...viewer, name: 'Vic', role: 'viewer' } });
  await inTab(
    '/models/ranker',
    async ({ page, context, problems }) => {
      await context.request.post('/v1/session', { data: viewer });
      await page.evaluate(() => localStorage.setItem('signed-in', 'yes'));
      await page.reload();
      await page.getByText('Your role can look at models').waitFor();
      await page.getByRole('link', { name: 'Version 1' }).waitFor();
      await shown.count(page.getByRole('button', { name: /Roll back|Actions for/ })).toBe(0);
      await shown.count(page.getByRole('link', { name: 'Train now' })).toBe(0);
      await page.getByRole('link', { name: 'Version 1' }).click();
      await page.getByRole('table', { name: 'Gates' }).waitFor();
      await shown.count(page.getByRole('button', { name: /Make champion|Edit notes|Judge now/ })).toBe(0);
      expect(problems).toEqual([]);
    },
    { signedIn: false },
  );
});
