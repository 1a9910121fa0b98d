import { createConfig, lintFromString } from '@redocly/openapi-core';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp } from '../testing/test-app.ts';

interface Operation {
  operationId: string;
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
  security?: object[];
}
interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, { properties: object; required?: string[] }> };
}

/** What clients outside may rely on; see docs/api.md. */
const contract: Record<string, string[]> = {
  '/v1/events': ['post'],
  '/v1/batch': ['post'],
  '/v1/track': ['post'],
  '/v1/identify': ['post'],
  '/v1/page': ['post'],
  '/v1/screen': ['post'],
  '/v1/group': ['post'],
  '/v1/alias': ['post'],
  '/v1/items': ['get', 'post'],
  '/v1/items/{itemId}': ['get', 'put', 'patch', 'delete'],
  '/v1/items/{itemId}/similar': ['get'],
  '/v1/customers': ['get'],
  '/v1/customers/{id}': ['get', 'patch', 'delete'],
  '/v1/customers/{id}/export': ['get'],
  '/v1/recommendations': ['post'],
  '/v1/recommendations/batch': ['post'],
  '/v1/placements': ['get'],
  '/v1/placements/{name}': ['get', 'put', 'delete'],
  '/v1/jobs': ['get'],
  '/v1/jobs/{id}': ['get', 'delete'],
  '/v1/jobs/{id}/stream': ['get'],
  '/v1/live': ['get'],
  '/healthz': ['get'],
  '/readyz': ['get'],
  '/metrics': ['get'],
};

describe('the API document', () => {
  let app: TestApp;
  let document: Document;
  beforeAll(async () => {
    app = await TestApp.start();
    document = (await app.call<Document>('GET', '/openapi.json', undefined, { key: null })).body;
  });
  afterAll(() => app.close());

  it('is valid OpenAPI 3.1', async () => {
    expect(document.openapi).toBe('3.1.0');
    const config = await createConfig({
      rules: {
        struct: 'error',
        'no-unresolved-refs': 'error',
        'operation-operationId-unique': 'error',
        'path-parameters-defined': 'error',
        'no-identical-paths': 'error',
      },
    });
    const problems = await lintFromString({ source: JSON.stringify(document), config });
    expect(problems.map(({ message, location }) => `${location[0].pointer}: ${message}`)).toEqual([]);
  });

  it('has every operation of the contract', () => {
    for (const [path, methods] of Object.entries(contract)) {
      for (const method of methods) expect(document.paths[path]?.[method], `${method} ${path}`).toBeDefined();
    }
  });

  it('describes each operation: a name, what it answers, and how it refuses', () => {
    for (const [path, operations] of Object.entries(document.paths)) {
      for (const [method, operation] of Object.entries(operations)) {
        const where = `${method} ${path}`;
        expect(operation.operationId, where).toMatch(/^[a-z][A-Za-z]+$/);
        expect(
          Object.keys(operation.responses).some((status) => status.startsWith('2')),
          where,
        ).toBe(true);
        if (operation.security?.length === 0) continue;
        expect(Object.keys(operation.responses), where).toEqual(expect.arrayContaining(['401', '429']));
        expect(Object.keys(operation.responses['401'].content ?? {}), where).toEqual([
          'application/problem+json',
        ]);
      }
    }
  });

  it('names shared schemas once, with the fields that clients rely on', () => {
    const { Event, Item, Recommendation, Customer, Problem } = document.components.schemas;
    expect(Event.required).toEqual(['type']);
    expect(Object.keys(Event.properties)).toEqual(
      expect.arrayContaining(['messageId', 'customerId', 'decisionId', 'properties']),
    );
    expect(Item.required).toEqual(['itemId', 'title', 'category']);
    expect(Object.keys(Recommendation.properties)).toEqual(
      expect.arrayContaining([
        'rank',
        'itemId',
        'propensity',
        'confidenceScore',
        'expectedEngagement',
        'reasons',
      ]),
    );
    expect(Object.keys(Customer.properties)).toEqual(
      expect.arrayContaining([
        'customerId',
        'attributes',
        'segments',
        'affinities',
        'features',
        'behaviorScore',
        'lastInteraction',
        'recentEvents',
        'recentDecisions',
      ]),
    );
    expect(Problem.required).toEqual(['type', 'title', 'status', 'detail', 'code']);
  });
});

describe('the readers of the API document', () => {
  let app: TestApp;
  let browser: Browser;
  beforeAll(async () => {
    app = await TestApp.start();
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
  });
  afterAll(async () => {
    await browser.close();
    await app.close();
  });

  it.each([
    ['/docs', '#operations-Events-sendEvents'],
    [
      '/redoc',
      '[data-section-id="operation/sendEvents"], [id="operation/sendEvents"], [id="tag/Events/operation/sendEvents"]',
    ],
  ])('%s shows the operations under the strict policy and asks no other host', async (path, selector) => {
    const page = await browser.newPage();
    const foreign: string[] = [];
    const complaints: string[] = [];
    await page.route('**/*', (route) => {
      const url = route.request().url();
      if (url.startsWith(app.url) || url.startsWith('data:') || url.startsWith('blob:'))
        return route.continue();
      foreign.push(url);
      return route.abort();
    });
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(app.url + path);
    await page.waitForSelector(selector, { timeout: 30_000, state: 'attached' });
    expect(foreign).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  });
});
