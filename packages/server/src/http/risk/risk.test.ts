import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ProblemBody, TestApp } from '../testing/test-app.ts';

interface Risk extends Record<string, unknown> {
  reasons: Record<string, { key: string; text: string }>;
  intervals: Record<string, { lower: number | null; upper: number | null; reason: { key: string } | null }>;
  equity: number[];
  underwater: number[];
}

let server: TestApp;
let key: string;
const returns = [0.01, 0.1, -0.04, 0.02, 0.03, 0.02, 0.01, -0.1];
const measure = <T = Risk>(body: unknown) => server.call<T>('POST', '/v1/analytics/risk', body, { key });

beforeAll(async () => {
  server = await TestApp.start();
  key = await server.key(['analytics:read']);
});
afterAll(() => server.close());

describe('POST /v1/analytics/risk', () => {
  it('measures a series of returns, with intervals and curves', async () => {
    const { status, body } = await measure({ returns, periodsPerYear: 252 });
    expect(status).toBe(200);
    const expected = {
      sharpeRatio: 1.7238613961706857,
      sortinoRatio: 2.6055312516736917,
      maxDrawdown: 0.1,
      cagr: 2.330292797300439,
      calmarRatio: 23.302927973004394,
      winRate: 0.75,
      profitFactor: 1.357142857142857,
      valueAtRisk95: -0.079,
      expectedShortfall95: -0.1,
    };
    for (const [name, value] of Object.entries(expected)) expect(body[name]).toBeCloseTo(value, 10);
    expect(body.equity).toHaveLength(9);
    expect(body.equity[0]).toBe(1);
    expect(Math.min(...body.underwater)).toBeCloseTo(-0.1, 12);
    const { lower, upper } = body.intervals.winRate;
    expect(lower).toBeLessThan(0.75);
    expect(upper).toBeGreaterThan(0.75);
    expect((await measure({ returns, periodsPerYear: 252 })).body).toEqual(body);
  });

  it('reads values as the returns between them', async () => {
    const values = [200];
    for (const r of returns) values.push(values[values.length - 1] * (1 + r));
    const { body } = await measure({ values, resamples: 100 });
    expect(body.sharpeRatio).toBeCloseTo(1.7238613961706857, 9);
    expect(body.periods).toBe(8);
  });

  it('says why a figure has no value', async () => {
    const { body } = await measure({ returns: [0.01, 0.01], resamples: 100, locale: 'pt-BR' });
    expect(body.sharpeRatio).toBeNull();
    expect(body.reasons.sharpeRatio).toEqual({ key: 'no_variance', text: 'todos os retornos são iguais' });
    expect(body.profitFactor).toBeNull();
    expect(body.intervals.sharpeRatio).toMatchObject({ lower: null, reason: { key: 'no_variance' } });
    const empty = await measure({ returns: [] });
    expect(empty.status).toBe(200);
    expect(empty.body.reasons.maxDrawdown.key).toBe('empty');
  });

  it.each([
    [{}, 400, 'either returns or values'],
    [{ returns, values: [1, 2] }, 400, 'either returns or values'],
    [{ returns: [0.1, -2] }, 400, 'got -2 at index 1'],
    [{ values: [1, 0, 2] }, 400, 'got 0 at index 1'],
    [{ returns, riskFree: [0.1] }, 400, 'one for each of 8 returns'],
    [{ returns: new Array(2000).fill(0.01), resamples: 100_000 }, 422, 'at most 5000 resamples'],
  ])('refuses %j', async (body, status, detail) => {
    const answer = await measure<ProblemBody>(body);
    expect(answer.status).toBe(status);
    expect(answer.body.detail).toContain(detail);
  });

  it('asks for the scope', async () => {
    const other = await server.key(['events:write']);
    expect((await server.call('POST', '/v1/analytics/risk', { returns }, { key: other })).status).toBe(403);
  });
});
