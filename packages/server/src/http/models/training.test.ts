import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ProblemBody, TestApp } from '../testing/test-app.ts';

const day = 86_400_000;
const customers = 60;
const categories = 5;
const perCategory = 8;

interface JobBody {
  id: string;
  state: string;
  error: string | null;
  result: {
    version: number;
    passed: boolean;
    promoted: boolean;
    gates: { name: string; passed: boolean; skipped: boolean; detail: string }[];
  } | null;
}
interface VersionBody {
  gates: { name: string }[];
  metrics: { comparisons: unknown[] };
  curves: {
    learning: { metric: string; iterations: number[]; train: number[]; validation: number[] }[];
    reliability: { before: unknown[]; after: unknown[] };
    roc: { x: number[] };
    precisionRecall: { x: number[] };
    importance: { gain: number; permutation: { mean: number } }[];
  };
  evaluation: object;
  reference: { features: { name: string }[] };
  dataRange: { toOffset: number; checksum: string };
  summary: Record<string, number>;
  aliases: string[];
}
interface Message {
  event: string;
  data: Record<string, unknown>;
}

/** A shop's purchases of the last 60 days: everyone buys in a category of their own, and again what they bought. */
function purchases(now: number) {
  let seed = 7;
  const random = () => {
    seed = (seed * 48271) % 2147483647;
    return seed / 2147483647;
  };
  const events: { timestamp: string; [field: string]: unknown }[] = [];
  for (let today = 60; today >= 1; today--) {
    for (let customer = 0; customer < customers; customer++) {
      if ((customer + today) % 3 !== 0) continue;
      const own = customer % categories;
      const at = now - today * day + customer * 60_000;
      for (let n = 0; n < 3; n++) {
        const category = random() < 0.85 ? own : Math.floor(random() * categories);
        const usual = (customer + n) % perCategory;
        const item = random() < 0.6 ? usual : Math.floor(random() * perCategory);
        const base = { customerId: `c${customer}`, itemId: `i${category * perCategory + item}` };
        events.push({ ...base, type: 'page_view', timestamp: new Date(at + n * 1000).toISOString() });
        events.push({
          ...base,
          type: 'purchase',
          value: 5,
          timestamp: new Date(at + n * 1000 + 500).toISOString(),
        });
      }
    }
  }
  return events;
}

// Training steps back behind everything else, also on a machine that has much else to do.
describe('training over HTTP', { timeout: 240_000 }, () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
    const items = Array.from({ length: categories * perCategory }, (_, i) => ({
      ...{ itemId: `i${i}`, title: `Item ${i}`, category: `c${Math.floor(i / perCategory)}`, price: 1 + i },
    }));
    await app.call('POST', '/v1/items', { items });
    const events = purchases(Date.now());
    for (let i = 0; i < events.length; i += 2000) await app.send(events.slice(i, i + 2000));
  });
  afterAll(() => app.close());

  const body = {
    from: 'purchases',
    parameters: { iterations: 25, learningRate: 0.2, minChildWeight: 1 },
    split: { testDays: 12, validationDays: 8 },
    resamples: 200,
    seed: 3,
  };

  /** Every message of a job's stream until it ends. */
  async function follow(id: string): Promise<Message[]> {
    const response = await fetch(`${app.url}/v1/jobs/${id}/stream`, {
      headers: { authorization: 'Bearer test-admin-key-0001' },
    });
    const text = await response.text();
    return text
      .split('\n\n')
      .filter((part) => part.includes('data: '))
      .map((part) => ({
        event: /^event: (.*)$/m.exec(part)?.[1] ?? 'message',
        data: JSON.parse(/^data: (.*)$/m.exec(part)![1]),
      }));
  }
  async function ended(id: string): Promise<JobBody> {
    await follow(id);
    return (await app.call<JobBody>('GET', `/v1/jobs/${id}`)).body;
  }

  const running = (id: string) =>
    expect.poll(async () => (await app.call<JobBody>('GET', `/v1/jobs/${id}`)).body.state).toBe('running');

  it('trains in the background, streams what it does, and promotes what passes every gate', async () => {
    const started = await app.call<JobBody>('POST', '/v1/models/ranker/train', body);
    expect(started.status).toBe(202);
    const busy = await app.call<ProblemBody>('POST', '/v1/models/ranker/train', body);
    expect(busy).toMatchObject({ status: 409, body: { detail: expect.stringContaining(started.body.id) } });
    const messages = await follow(started.body.id);
    const job = (await app.call<JobBody>('GET', `/v1/jobs/${started.body.id}`)).body;
    expect(job.error).toBeNull();
    expect(job.state).toBe('done');
    const metrics = messages.filter(({ event }) => event === 'metric');
    expect(metrics.length).toBeGreaterThanOrEqual(5);
    expect(metrics[0].data).toMatchObject({
      iteration: 1,
      name: expect.stringContaining('ndcg@10'),
      value: expect.any(Number),
    });
    expect(messages.filter(({ event }) => event === 'log').map(({ data }) => data.line)).toEqual(
      expect.arrayContaining([
        expect.stringContaining('from purchases'),
        expect.stringMatching(/^gate quality: /),
        'registered ranker@1',
      ]),
    );
    const { body: kept } = await app.call<{ log: { line: string }[]; metrics: unknown[] }>(
      'GET',
      `/v1/jobs/${job.id}`,
    );
    expect(kept.log.map(({ line }) => line)).toContain('registered ranker@1');
    expect(kept.metrics).toHaveLength(metrics.length);
    const progress = messages
      .filter(({ event }) => event === 'message')
      .map(({ data }) => Number(data.progress));
    expect(progress.at(-1)).toBe(1);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));

    const names = job.result!.gates.map(({ name }) => name);
    expect(names).toEqual(['quality', 'calibration', 'latency', 'coverage', 'offPolicy']);
    expect(job.result!.gates.at(-1)).toMatchObject({
      ...{ passed: true, skipped: true },
      detail: expect.stringContaining('no logged decisions'),
    });
    const { body: version } = await app.call<VersionBody>('GET', '/v1/models/ranker/versions/1');
    expect(version.gates.map(({ name }) => name)).toEqual(names);
    expect(version.metrics.comparisons.length).toBeGreaterThan(3);
    const { learning, reliability, roc, precisionRecall, importance } = version.curves;
    expect(learning.map(({ metric }) => metric)).toEqual(['ndcg@10 over 10 rounds', 'ndcg@10']);
    expect(learning[1].train).toHaveLength(learning[1].iterations.length);
    expect(learning[1].validation.every((value) => value > 0 && value <= 1)).toBe(true);
    expect(reliability.before.length).toBeGreaterThan(1);
    expect(reliability.after.length).toBeGreaterThan(1);
    for (const curve of [roc, precisionRecall]) {
      expect(curve.x.length).toBeGreaterThan(10);
      expect(curve.x.length).toBeLessThanOrEqual(200);
    }
    expect(importance[0].gain).toBeGreaterThan(importance[5].gain);
    expect(importance.some(({ permutation }) => permutation.mean > 0.01)).toBe(true);
    expect(version.evaluation).toMatchObject({ kind: 'training', jobId: job.id, from: 'purchases' });
    expect(version.reference).toMatchObject({ source: 'training', scores: { shares: expect.any(Array) } });
    expect(version.reference.features.map(({ name }) => name)).toContain('source.popular');
    expect(version.dataRange).toMatchObject({ checksum: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(version.summary['ndcg@10']).toBeGreaterThan(0.2);
    expect(job.result).toMatchObject({ promoted: job.result!.passed });
    expect(version.aliases).toEqual(job.result!.passed ? ['champion'] : []);
    const { body: answer } = await app.call<{ model: string }>('POST', '/v1/recommendations', {
      ...{ customerId: 'c1', placement: 'home' },
    });
    expect(answer.model).toBe(job.result!.passed ? 'ranker@1' : 'heuristic@1');
  });

  it('holds the next version against the champion, and refuses what is no better by the figures', async () => {
    await app.call('PUT', '/v1/models/ranker/aliases/champion', {
      version: 1,
      override: true,
      reason: 'test',
    });
    const { body: started } = await app.call<JobBody>('POST', '/v1/models/ranker/train', body);
    const job = await ended(started.id);
    expect(job.state).toBe('done');
    const quality = job.result!.gates.find(({ name }) => name === 'quality');
    // The same data and seed give the same trees: a difference of exactly nothing.
    expect(quality).toMatchObject({
      passed: false,
      detail: expect.stringContaining(
        '+0 against ranker@1, 95 % interval +0 to +0; the lower end must be above 0',
      ),
    });
    expect(job.result).toMatchObject({ version: 2, promoted: false });
    const refused = await app.call<ProblemBody>('PUT', '/v1/models/ranker/aliases/champion', { version: 2 });
    expect(refused).toMatchObject({ status: 422, body: { detail: expect.stringContaining('quality') } });
    const { body: both } = await app.call<{ parameters: { name: string; differs: boolean }[] }>(
      'GET',
      '/v1/models/ranker/compare?versions=1,2',
    );
    const differing = both.parameters.filter(({ differs }) => differs).map(({ name }) => name);
    // The decision in between lengthened the journal; it holds no purchase.
    expect(differing).toEqual(['toOffset', 'dataChecksum']);
  });

  it('stops when it is cancelled and leaves no version', async () => {
    const { body: started } = await app.call<JobBody>('POST', '/v1/models/ranker/train', {
      ...body,
      parameters: { iterations: 5000, earlyStoppingRounds: 0 },
    });
    await running(started.id);
    await app.call('DELETE', `/v1/jobs/${started.id}`);
    // The answer waits for the end, but not for ever: a step may take its time.
    expect((await ended(started.id)).state).toBe('cancelled');
    const { body: model } = await app.call<{ versions: unknown[] }>('GET', '/v1/models/ranker');
    expect(model.versions).toHaveLength(2);
  });

  it('goes on after a restart from the same records', async () => {
    const { head } = app.app.services.journal;
    const { body: started } = await app.call<JobBody>('POST', '/v1/models/other/train', body);
    await running(started.id);
    await app.restart();
    await app.send([{ type: 'page_view', customerId: 'c1', itemId: 'i1' }]);
    const job = await ended(started.id);
    expect(job.state).toBe('done');
    const { body: made } = await app.call<{ dataRange: { toOffset: number } }>(
      'GET',
      '/v1/models/other/versions/1',
    );
    expect(made.dataRange.toOffset).toBe(head);
  });

  it('says why it cannot train', async () => {
    const { body: started } = await app.call<JobBody>('POST', '/v1/models/empty/train', {
      from: 'decisions',
    });
    const job = await ended(started.id);
    expect(job).toMatchObject({
      state: 'failed',
      error: expect.stringMatching(/decision|part/),
      errors: [
        { path: '', code: expect.stringMatching(/^(noDecisions|noLoggedEvidence|tooFewGroups|oneOutcome)$/) },
      ],
    });
    const bad = await app.call<ProblemBody>('POST', '/v1/models/ranker/train', { from: 'tea leaves' });
    expect(bad).toMatchObject({ status: 400, body: { errors: [{ path: '/from' }] } });
    const ahead = await app.call<ProblemBody>('POST', '/v1/models/ranker/train', { toOffset: 1e12 });
    expect(ahead.status).toBe(400);
  });

  it('trains by the clock and after new outcomes', async () => {
    const path = '/v1/models/nightly/schedule';
    const wrong = await app.call<ProblemBody>('PUT', path, { cron: 'every night' });
    expect(wrong).toMatchObject({ status: 400, body: { detail: expect.stringContaining('every night') } });
    const set = await app.call<{ nextRun: string }>('PUT', path, {
      ...{ cron: '30 3 * * *', timeZone: 'America/Sao_Paulo', newRewards: 1, train: body },
    });
    expect(set.status).toBe(200);
    expect(new Date(set.body.nextRun).getUTCHours()).toBe(6);
    const { body: answer } = await app.call<{ decisionId: string; recommendations: { itemId: string }[] }>(
      'POST',
      '/v1/recommendations',
      { customerId: 'c2', placement: 'home' },
    );
    const { decisionId, recommendations } = answer;
    await app.send([{ type: 'click', customerId: 'c2', itemId: recommendations[0].itemId, decisionId }]);
    await app.app.services.learning.schedules().checkTriggers();
    const { body: state } = await app.call<{ last: { jobId: string; cause: string } }>('GET', path);
    expect(state.last).toMatchObject({ cause: '1 new outcomes', jobId: expect.any(String) });
    expect((await ended(state.last.jobId)).state).toBe('done');
    expect((await app.call('DELETE', path)).status).toBe(204);
    expect((await app.call('GET', path)).status).toBe(404);
  });
});
