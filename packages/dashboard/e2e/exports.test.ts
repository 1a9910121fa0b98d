import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkPage } from './check-page.ts';
import { type Harness, inTab, startHarness } from './harness.ts';
import { seedVisits } from './seed-analytics.ts';
import { taken } from './taken.ts';

let harness: Harness;
let board = '';
const people = 130;
const day = 86_400_000;
beforeAll(async () => {
  harness = await startHarness();
  await harness.seed(seedVisits, (client) =>
    client.request('POST /v1/events', {
      body: {
        events: Array.from({ length: people }, (_, i) => ({
          ...{ type: 'identify', customerId: `person-${i}`, traits: { city: i % 2 ? 'Recife' : 'Natal' } },
        })),
      },
    }),
  );
  const revenue = { metrics: ['revenue'], totals: true };
  const made = await harness.client.request('POST /v1/boards', {
    body: {
      title: 'Semana da loja',
      days: 30,
      cards: [
        {
          id: 'a',
          title: 'Receita',
          kind: 'line',
          query: { ...revenue, granularity: 'day' },
          width: 2,
          height: 1,
        },
        {
          id: 'b',
          title: 'Por canal',
          kind: 'table',
          query: { ...revenue, dimensions: ['channel'] },
          width: 1,
          height: 1,
        },
        { id: 'c', title: 'Total', kind: 'figure', query: revenue, width: 1, height: 1 },
      ],
    },
  });
  board = made.id;
}, 180_000);
afterAll(() => harness?.close());

async function words(pdf: Buffer): Promise<string> {
  return (await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: true })).text;
}

test('a table goes away with every row that its filters find, not only the page shown', () =>
  inTab(harness.open('/customers?attribute=city:Recife'), async (tab) => {
    const { page } = tab;
    await page.locator('tbody a').nth(49).waitFor();
    const rows = parse(await taken(page, /^Export /, 'Numbers (CSV)'), { columns: true }) as Record<
      string,
      string
    >[];
    expect(rows).toHaveLength(people / 2);
    expect(rows[0].Customer).toMatch(/^person-\d+$/);
    expect(JSON.parse(rows[0].Attributes)).toEqual({ city: 'Recife' });
    const printed = await words(await taken(page, /^Export /, 'Document (PDF)'));
    expect(printed).toContain('city:Recife');
    expect(printed).toContain('Page 1 of');
    expect(tab.problems).toEqual([]);
  }));

test('a table of alerts goes away as words and numbers, none of which a spreadsheet would run', async () => {
  await harness.client.request('POST /v1/alerts', {
    body: {
      ...{ title: '=HYPERLINK("https://example.com")', kind: 'metric', metric: 'events', step: 'hour' },
      condition: { kind: 'threshold', direction: 'below', value: 1_000_000 },
    },
  });
  await inTab(harness.open('/alerts'), async (tab) => {
    const { page } = tab;
    await page.locator('tbody a').waitFor();
    const [head, ...rows] = parse(await taken(page, /^Export Alerts$/, 'Numbers (CSV)')) as string[][];
    expect(head).toEqual(['Alert', 'State', 'Recent periods', 'Since']);
    expect(rows).toHaveLength(1);
    const [alert, state, , since] = rows[0];
    expect(alert).toBe(`'=HYPERLINK("https://example.com") (Events, every hour: below 1M)`);
    expect(state).not.toBe('');
    expect(Date.parse(since)).toBeGreaterThan(Date.now() - day);
    expect(tab.problems).toEqual([]);
  });
});

test('a table on a board goes away as its cards with charts do, amounts with every digit', () =>
  inTab(harness.open(`/boards/${board}`), async (tab) => {
    const { page } = tab;
    const [head, ...rows] = parse(await taken(page, /^Export Por canal$/, 'Numbers (CSV)')) as string[][];
    expect(head).toHaveLength(2);
    expect(rows.map(([channel]) => channel).sort()).toEqual(['app', 'web']);
    for (const [, revenue] of rows) expect(revenue).toMatch(/^\d+(\.\d+)?$/);
    expect(tab.problems).toEqual([]);
  }));

test('a board is printed whole, in the language of the reader', () =>
  inTab(harness.open(`/boards/${board}`, { language: 'pt-BR' }), async (tab) => {
    const { page } = tab;
    const printed = await words(await taken(page, /^Exportar Semana da loja$/, 'Documento (PDF)'));
    for (const part of [
      'Semana da loja',
      'Receita',
      'Por canal',
      'Total',
      'Dados até',
      'Página 1 de',
      ',00',
    ]) {
      expect(printed).toContain(part);
    }
    expect(tab.problems).toEqual([]);
  }));

test('a whole data set becomes a file, or is cancelled on the way', () =>
  inTab(harness.open('/reports'), async (tab) => {
    const { page } = tab;
    await page.getByRole('combobox', { name: 'Data set' }).click();
    await page.getByRole('option', { name: 'Customers' }).click();
    await page.getByRole('button', { name: 'Make the file' }).click();
    await page.getByRole('button', { name: 'Download customers.csv' }).waitFor();
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download customers.csv' }).click(),
    ]);
    const rows = parse(await readFile(await saved.path()), { columns: true }) as Record<string, string>[];
    expect(rows.filter(({ customerId }) => customerId.startsWith('person-'))).toHaveLength(people);
    await checkPage(tab, 'reports-whole-data');
    // Two are made at a time: what is asked for behind long documents waits until it is cancelled.
    const query = { metrics: ['events'], dimensions: ['eventType'], granularity: 'hour' as const };
    const days = { from: new Date(Date.now() - 7 * day).toISOString(), to: new Date().toISOString() };
    for (let i = 0; i < 6; i++) {
      await harness.client.stream('POST /v1/reports', {
        body: {
          format: 'pdf',
          blocks: Array.from({ length: 60 }, () => ({
            type: 'query' as const,
            query: { ...query, ...days },
            show: 'both' as const,
          })),
        },
      });
    }
    await page.getByRole('button', { name: 'Make the file' }).click();
    const newest = page
      .getByRole('status')
      .filter({ has: page.getByRole('progressbar') })
      .first();
    await newest.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('The file was cancelled.').waitFor();
    expect(tab.problems).toEqual([]);
  }));
