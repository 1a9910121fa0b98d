import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ProblemBody, TestApp } from '../testing/test-app.ts';

interface JobBody {
  id: string;
  state: string;
  progress: number;
  error: string | null;
}

describe('customers', () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await TestApp.start();
  });
  afterEach(() => app.close());

  async function finished(id: string): Promise<JobBody> {
    for (;;) {
      const { body } = await app.call<JobBody>('GET', `/v1/jobs/${id}`);
      if (!['queued', 'running'].includes(body.state)) return body;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  it('shows a customer as the next recommendation would see them', async () => {
    await app.call('POST', '/v1/items', {
      items: [{ itemId: 'i-1', title: 'Tea', category: 'Drinks', price: 3 }],
    });
    await app.send([
      { type: 'page_view', customerId: 'c-1', itemId: 'i-1' },
      { type: 'purchase', customerId: 'c-1', itemId: 'i-1', value: 3, currency: 'USD' },
    ]);
    await app.call('POST', '/v1/recommendations', { customerId: 'c-1', placement: 'home' });
    const { body } = await app.call<Record<string, unknown>>('GET', '/v1/customers/c-1');
    expect(body).toMatchObject({
      customerId: 'c-1',
      affinities: { category: { Drinks: 1 } },
      recentDecisions: [{ placement: 'home' }],
    });
    expect(body.features).toMatchObject({ pageViews1h: 1 });
    expect(String(body.lastInteraction)).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
    expect((await app.call('GET', '/v1/customers/nobody')).status).toBe(404);
  });

  it('sets and removes attributes, and finds customers by them', async () => {
    const patch = (attributes: object) => app.call('PATCH', '/v1/customers/c-1', { attributes });
    expect((await patch({ tier: 'gold', age: 41 })).body).toMatchObject({
      attributes: { tier: 'gold', age: 41 },
    });
    expect((await patch({ age: null })).body.attributes).toEqual({ tier: 'gold' });
    await app.send([{ type: 'click', customerId: 'c-2' }]);
    const found = await app.call<{ data: { customerId: string }[] }>(
      'GET',
      '/v1/customers?attribute=tier:gold',
    );
    expect(found.body.data.map(({ customerId }) => customerId)).toEqual(['c-1']);
    const none = await app.call<ProblemBody>('GET', '/v1/customers?attribute=nonsense');
    expect([none.status, none.body.errors?.[0].path]).toEqual([400, '/querystring/attribute/0']);
  });

  it('exports everything about one customer', async () => {
    await app.send([
      { type: 'click', customerId: 'c-1', messageId: 'm-1' },
      { type: 'click', customerId: 'c-2' },
    ]);
    await app.call('POST', '/v1/recommendations', { customerId: 'c-1', placement: 'home' });
    const { body, headers } = await app.call<{ events: { messageId: string }[]; decisions: unknown[] }>(
      'GET',
      '/v1/customers/c-1/export',
    );
    expect(headers.get('content-disposition')).toContain('attachment');
    expect(body.events.map(({ messageId }) => messageId)).toContain('m-1');
    expect(body.decisions).toHaveLength(1);
    expect((await app.call('GET', '/v1/customers/nobody/export')).status).toBe(404);
  });

  it('erases a customer everywhere, as a job that can be followed, and leaves an audit row', async () => {
    const id = 'forget-me-0815';
    await app.send([
      { type: 'click', anonymousId: 'visitor-4711', messageId: 'e-0' },
      { type: 'identify', anonymousId: 'visitor-4711', customerId: id, traits: { name: 'Z' } },
      { type: 'purchase', customerId: id, value: 5, currency: 'USD', messageId: 'e-1' },
      { type: 'click', customerId: 'stays', messageId: 'e-2' },
    ]);
    await app.call('POST', '/v1/recommendations', { customerId: id, placement: 'home' });
    const started = await app.call<JobBody>('DELETE', `/v1/customers/${id}`);
    expect(started.status).toBe(202);
    expect(started.headers.get('location')).toBe(`/v1/jobs/${started.body.id}`);
    const stream = await app.call<string>('GET', `/v1/jobs/${started.body.id}/stream`);
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    expect(await finished(started.body.id)).toMatchObject({ state: 'done', progress: 1, error: null });
    expect((await app.call('GET', `/v1/customers/${id}`)).status).toBe(404);
    expect((await app.call('GET', '/v1/customers/stays')).status).toBe(200);
    expect((await app.call<{ data: unknown[] }>('GET', `/v1/events?customerId=${id}`)).body.data).toEqual([]);
    const audit = await app.app.services.control.audit.list({ actions: ['customer.erased'], limit: 10 });
    expect(audit.data).toHaveLength(1);
    expect(JSON.stringify(audit.data)).not.toContain(id);
    const jobs = await app.app.services.control.jobs.list({ limit: 10 });
    expect(JSON.stringify(jobs.data)).not.toContain(id);
    const { folder } = app;
    await app.restart();
    expect((await app.call('GET', `/v1/customers/${id}`)).status).toBe(404);
    expect((await app.call('GET', '/v1/customers/stays')).status).toBe(200);
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const bytes = await readFile(join(entry.parentPath, entry.name));
      for (const text of [id, 'visitor-4711'])
        expect(bytes.includes(text), `${entry.name} holds ${text}`).toBe(false);
    }
  });

  it('lets nobody cancel an erasure who could not ask for one', async () => {
    const { body } = await app.call<JobBody>('DELETE', '/v1/customers/nobody');
    for (const scope of ['models:write', 'experiments:write'] as const) {
      const refused = await app.call<ProblemBody>('DELETE', `/v1/jobs/${body.id}`, undefined, {
        key: await app.key([scope]),
      });
      expect([refused.status, refused.body.code]).toEqual([403, 'forbidden']);
    }
    const key = await app.key(['customers:write']);
    expect((await app.call('DELETE', `/v1/jobs/${body.id}`, undefined, { key })).status).not.toBe(403);
  });

  it('refuses to cancel a job that has ended', async () => {
    const { body } = await app.call<JobBody>('DELETE', '/v1/customers/nobody');
    expect(await finished(body.id)).toMatchObject({ state: 'done' });
    const refused = await app.call<ProblemBody>('DELETE', `/v1/jobs/${body.id}`);
    expect([refused.status, refused.body.code]).toEqual([409, 'conflict']);
    expect((await app.call('DELETE', '/v1/jobs/nothing')).status).toBe(404);
  });
});
