import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linearOnnx } from '../../learning/testing/onnx-file.ts';
import { ClockedShop, day, hour, likesCheap } from './testing/clocked-shop.ts';

interface Point {
  at: string;
  decisions: number;
  clickedShare: number;
  limits: { low: number; high: number };
  delay: { median: number; p90: number };
  psi: number | null;
}
interface Series {
  model: string;
  by: string;
  reference: { source: string } | null;
  baseline: { of: string; share: number; decisions: number };
  points: Point[];
  features: { name: string; psi: number; points: { psi: number | null }[] }[];
  problems: { model: string; kind: string; rollsBack: boolean }[];
}
interface Model {
  aliases: { alias: string; version: number; serving: string }[];
  limits: { gates: { minimumGain: number }; watch: { sigmas: number; rollback: boolean } };
  problems: { model: string; kind: string; feature: string | null; rollsBack: boolean }[];
}

describe('a champion in service', { timeout: 240_000 }, () => {
  let shop: ClockedShop;
  beforeAll(async () => {
    shop = await ClockedShop.open(Date.UTC(2026, 3, 1, 9));
    for (const weight of [-0.1, -0.2]) {
      await shop.app.call('POST', '/v1/models/ranker/versions', {
        ...{ format: 'onnx', model: Buffer.from(linearOnnx([weight])).toString('base64') },
        signature: { features: ['itemPrice'], output: 'value' },
      });
    }
  }, 240_000);
  afterAll(() => shop.close());

  const promote = (version: number) =>
    shop.app.call('PUT', '/v1/models/ranker/aliases/champion', { version, override: true, reason: 'try it' });
  const model = async () => (await shop.app.call<Model>('GET', '/v1/models/ranker')).body;
  const series = async (query = '') =>
    (await shop.app.call<Series>('GET', `/v1/models/ranker/watch${query}`)).body;
  const enforce = () => shop.app.app.services.learning.watch.enforce();

  it('is put back by itself when it is clicked less than what served before, with who, when and why', async () => {
    const told: { raised: readonly { kind: string }[] }[] = [];
    shop.app.app.services.learning.onBreach((breach) => told.push(breach));
    await promote(1);
    await shop.serve(600);
    shop.pass(2 * hour);
    await promote(2);
    await shop.serve(600, (itemId) => likesCheap(itemId) / 4);
    shop.pass(hour);
    const before = await model();
    expect(before.problems).toContainEqual(
      expect.objectContaining({ model: 'ranker@2', kind: 'reward', rollsBack: true }),
    );
    expect(before.limits).toMatchObject({ gates: { minimumGain: 0 }, watch: { sigmas: 3, rollback: true } });
    const now = await series();
    expect(now).toMatchObject({ model: 'ranker@2', by: 'day', baseline: { of: 'before', decisions: 600 } });
    expect(now.points[0].clickedShare).toBeLessThan(now.points[0].limits.low);
    expect(now.points[0].delay.median).toBeGreaterThan(0);

    const at = shop.now;
    await enforce();
    expect(told[0].raised).toContainEqual(expect.objectContaining({ kind: 'reward', model: 'ranker@2' }));
    expect((await model()).aliases).toMatchObject([{ alias: 'champion', version: 1, serving: 'ranker@1' }]);
    const { body: history } = await shop.app.call<{ data: { changedAt: string }[] }>(
      'GET',
      '/v1/models/ranker/aliases/champion/history',
    );
    expect(history.data[0]).toMatchObject({
      ...{ version: 1, previous: 2, changedBy: 'system', rollback: true },
      reason: expect.stringMatching(
        /^automatic rollback: .* % of 600 decisions were clicked; .* the limit is/,
      ),
    });
    expect(Date.parse(history.data[0].changedAt)).toBeGreaterThanOrEqual(at);
    const { recommendations: _, ...answer } = (await shop.serve(1))[0];
    expect(answer).toMatchObject({ model: 'ranker@1' });
  });

  it('keeps its figures by hour and day through a restart', async () => {
    const asked = [`?version=2&by=hour`, '?version=2', '?version=1'];
    const before = await Promise.all(asked.map(series));
    expect(before[0].points).toHaveLength(1);
    expect(before[2].reference).toMatchObject({ source: 'firstServed' });
    await shop.app.restart();
    expect(await Promise.all(asked.map(series))).toEqual(before);
    const wrong = await shop.app.call(
      'GET',
      '/v1/models/ranker/watch?from=2026-05-01T00:00:00Z&to=2026-04-01T00:00:00Z',
    );
    expect(wrong.status).toBe(400);
    const tooFine = await shop.app.call('GET', '/v1/models/ranker/watch?by=hour&from=2026-01-01T00:00:00Z');
    expect(tooFine).toMatchObject({ status: 400, body: { detail: expect.stringContaining('by day') } });
  });

  it('is trained anew when what it reads drifts', async () => {
    const path = '/v1/models/ranker/schedule';
    await shop.app.call('PUT', path, { drift: 0.5, train: { from: 'decisions' } });
    const schedules = shop.app.app.services.learning.schedules();
    await schedules.checkTriggers();
    const quiet = await shop.app.call<{ last: object | null }>('GET', path);
    expect(quiet.body.last).toBeNull();
    // Half a day later the hour, at least, is another one.
    shop.pass(day + 11 * hour);
    await shop.serve(300);
    await schedules.checkTriggers();
    const { body } = await shop.app.call<{ last: { cause: string; jobId: string } }>('GET', path);
    expect(body.last).toMatchObject({
      cause: expect.stringMatching(/^drift of \d/),
      jobId: expect.any(String),
    });
    const { body: shown } = await shop.app.call<{ schedule: object }>('GET', '/v1/models/ranker');
    expect(shown.schedule).toMatchObject({ drift: 0.5, last: body.last });
    const { features } = await series('?by=hour');
    expect(features[0].psi).toBeGreaterThan(0.5);
    expect(features.find(({ name }) => name === 'hour')!.psi).toBeGreaterThan(0.5);
    await shop.ended(body.last.jobId);
  });
});
