import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestApp } from '../testing/test-app.ts';

interface Answer {
  decisionId: string;
  recommendations: { itemId: string }[];
}

let server: TestApp;

beforeAll(async () => {
  server = await TestApp.start();
  await server.call('POST', '/v1/items', {
    items: ['a', 'b', 'c'].map((itemId) => ({ itemId, title: itemId, category: 'all', price: 1 })),
  });
});
afterAll(() => server.close());

it('a signed-in person looks at recommendations and logs nothing, a key decides', async () => {
  const cookie = await server.person('admin');
  const key = await server.key(['recommendations:read']);
  const one = { customerId: 'c1', placement: 'home' };
  const ask = (path: string, body: object, as: object) => server.call<Answer>('POST', path, body, as);
  const looked = await ask('/v1/recommendations', one, { cookie, key: null });
  expect(looked.status).toBe(200);
  const several = await ask('/v1/recommendations/batch', { requests: [one, one] }, { cookie, key: null });
  expect(several.status).toBe(200);
  const { body: decided } = await ask('/v1/recommendations', one, { key });
  expect(looked.body.recommendations.map(({ itemId }) => itemId).sort()).toEqual(['a', 'b', 'c']);
  await server.settle();
  const { body: log } = await server.call<{ data: { decisionId: string }[] }>('GET', '/v1/decisions');
  expect(log.data.map(({ decisionId }) => decisionId)).toEqual([decided.decisionId]);
});
