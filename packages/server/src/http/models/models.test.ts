import { createHash } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  predictTrees,
  type TreeModel,
  trainTrees,
  writeXgboostJson,
  writeXgboostUbjson,
} from '@personalize/learn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linearOnnx } from '../../learning/testing/onnx-file.ts';
import { type ProblemBody, TestApp } from '../testing/test-app.ts';

/** A model that likes a high (or, with −1, a low) second feature. */
function model(names: readonly string[], sign = 1): TreeModel {
  const rows = 400;
  const values = Float32Array.from({ length: rows * names.length }, (_, i) => ((i * 7919) % 101) / 10);
  const labels = Float32Array.from({ length: rows }, (_, row) =>
    sign * (values[row * names.length + 1] - 5) > 0 ? 1 : 0,
  );
  return trainTrees(
    { features: { values, rows, columns: names.length }, labels, featureNames: names },
    { objective: 'logistic', iterations: 8, maxDepth: 3 },
  ).model;
}

interface Detail {
  version: number;
  sha256: string;
  signature: { features: string[]; output: string };
  aliases: string[];
}
interface Change {
  version: number | null;
  previous: number | null;
  changedBy: string;
  reason: string;
  override: boolean;
  rollback: boolean;
  gates: { name: string; passed: boolean; detail: string }[];
}
interface Answer {
  decisionId: string;
  model: string;
  recommendations: {
    itemId: string;
    score: number;
    expectedEngagement: number;
    reasons: { feature: string; text: string }[];
  }[];
}

describe('models', () => {
  let app: TestApp;
  let names: string[];
  beforeAll(async () => {
    app = await TestApp.start();
    names = app.app.services.engine.names.slice(0, 2).concat('source.popular');
    const items = Array.from({ length: 30 }, (_, i) => ({
      ...{ itemId: `i${i}`, title: `Item ${i}`, category: `c${i % 3}`, price: 1 + i },
    }));
    await app.call('POST', '/v1/items', { items });
    await app.send(
      Array.from({ length: 60 }, (_, i) => ({
        type: i % 3 === 0 ? 'purchase' : 'page_view',
        customerId: `ana${i % 5}`,
        itemId: `i${(i * i) % 30}`,
        value: 3,
      })),
    );
  });
  afterAll(() => app.close());

  const importJson = (name: string, made: TreeModel, more: object = {}) =>
    app.call<Detail>('POST', `/v1/models/${name}/versions`, {
      format: 'xgboost-json',
      model: JSON.parse(writeXgboostJson(made)),
      ...more,
    });
  const recommend = async () =>
    (
      await app.call<Answer>('POST', '/v1/recommendations', {
        ...{ customerId: 'ana1', placement: 'home', explain: true },
      })
    ).body;
  const champion = (version: number, more: object = {}) =>
    app.call<Change & ProblemBody>('PUT', '/v1/models/ranker/aliases/champion', { version, ...more });

  it('lists the built-in ranker before there is any other, and serves with it', async () => {
    const { body } = await app.call<{ data: { name: string }[] }>('GET', '/v1/models');
    expect(body.data.map(({ name }) => name)).toEqual(['heuristic']);
    expect((await recommend()).model).toBe('heuristic@1');
  });

  it('imports XGBoost files, and predicts with them what the library predicts', async () => {
    const made = model(names);
    const { status, body } = await importJson('ranker', made, { notes: 'first', tags: ['import'] });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      version: 1,
      signature: { features: names, output: 'probability' },
      aliases: [],
    });
    const bytes = writeXgboostUbjson(model(names, -1));
    const second = await app.call<Detail>('POST', '/v1/models/ranker/versions', {
      ...{ format: 'xgboost-ubjson', model: Buffer.from(bytes).toString('base64') },
      signature: { output: 'margin' },
    });
    expect(second.body).toMatchObject({
      version: 2,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });

    const predicted = await app.call<{
      model: string;
      predictions: {
        itemId: string;
        score: number;
        probability: number;
        contributions: { feature: string }[];
      }[];
    }>('POST', '/v1/models/ranker/predict', {
      ...{ customerIds: ['ana1'], items: ['i1', 'i4'], version: 1, explain: true },
    });
    expect(predicted.status).toBe(200);
    expect(predicted.body.model).toBe('ranker@1');
    const { engine, identity, recommendation, now } = app.app.services;
    const row = recommendation.catalog.rowOf('i4');
    const vector = new Float64Array(engine.width);
    const customerRow = identity.find({ customerId: 'ana1' });
    engine.read({ customerRow, itemRows: Int32Array.of(row), count: 1, context: {}, at: now() }, vector);
    const of4 = predicted.body.predictions.find(({ itemId }) => itemId === 'i4');
    const gatherer = recommendation.gatherer();
    gatherer.gather({}, app.app.services.placements.get('home')!, customerRow, 12, now());
    const position = gatherer.candidates.rows.indexOf(row);
    const popular = position < gatherer.candidates.count ? gatherer.candidates.evidence[position * 6] : 0;
    const own = predictTrees(made, {
      values: Float32Array.of(vector[0], vector[1], popular),
      rows: 1,
      columns: 3,
    });
    expect(of4?.score).toBeCloseTo(own[0], 6);
    expect(of4?.probability).toBeCloseTo(own[0], 6);
  });

  it('refuses files and signatures that make no sense, and says why', async () => {
    const broken = await app.call<ProblemBody>('POST', '/v1/models/ranker/versions', {
      ...{ format: 'xgboost-ubjson', model: Buffer.from('{L\u0000nonsense').toString('base64') },
    });
    expect(broken).toMatchObject({
      status: 422,
      body: {
        detail: expect.stringMatching(/byte/),
        errors: [{ path: '/model', code: 'fileUnusable', params: { format: 'xgboost-ubjson' } }],
      },
    });
    const unknown = await importJson('ranker', model(['a', 'b', 'c']));
    expect(unknown).toMatchObject({
      status: 422,
      body: {
        detail: expect.stringContaining('a, b, c'),
        errors: [{ code: 'featuresUndeclared', params: { features: ['a', 'b', 'c'] } }],
      },
    });
    const order = await importJson('ranker', model(names), { signature: { features: [...names].reverse() } });
    expect(order).toMatchObject({
      status: 400,
      body: {
        detail: expect.stringContaining(names[0]),
        errors: [{ code: 'columnOrder', params: { column: 1 } }],
      },
    });
    const text = await app.call('POST', '/v1/models/heuristic/versions', { format: 'onnx', model: 'AAAA' });
    expect(text.status).toBe(400);
    const { body } = await app.call<{ versions: unknown[] }>('GET', '/v1/models/ranker');
    expect(body.versions).toHaveLength(2);
  });

  it('lets no version become champion past a gate without a reason, and audits an override', async () => {
    const refused = await champion(1, { reason: 'try' });
    expect(refused.status).toBe(422);
    expect(refused.body.detail).toMatch(/quality: .*never evaluated.*calibration: /);
    expect((await champion(1, { override: true })).status).toBe(400);
    expect((await recommend()).model).toBe('heuristic@1');

    const set = await champion(1, { override: true, reason: 'judged elsewhere' });
    expect(set).toMatchObject({ status: 200, body: { version: 1, previous: null, override: true } });
    expect(set.body.gates.find(({ name }) => name === 'latency')).toMatchObject({ passed: true });
    const audit = await app.app.services.control.audit.list({
      actions: ['model.alias.overridden'],
      limit: 5,
    });
    expect(audit.data[0]).toMatchObject({
      target: 'ranker@champion',
      detail: { reason: 'judged elsewhere' },
    });
  });

  it('serves the champion from the next request on, with reasons of its own', async () => {
    const answer = await recommend();
    expect(answer.model).toBe('ranker@1');
    const scores = answer.recommendations.map(({ score }) => score);
    expect(Math.max(...scores)).toBeLessThanOrEqual(1);
    for (const { reasons } of answer.recommendations) {
      for (const { feature, text } of reasons) {
        expect(names).toContain(feature);
        expect(text.length).toBeGreaterThan(3);
      }
    }
  });

  it('swaps under load without losing a request, and rolls back in one call', async () => {
    let swapping = true;
    const answers: Answer[] = [];
    const load = (async () => {
      while (swapping) answers.push(...(await Promise.all([recommend(), recommend(), recommend()])));
    })();
    for (const version of [2, 1, 2]) {
      expect((await champion(version, { override: true, reason: 'swap' })).status).toBe(200);
      expect((await recommend()).model).toBe(`ranker@${version}`);
    }
    swapping = false;
    await load;
    expect(answers.length).toBeGreaterThan(3);
    for (const { model: used, recommendations } of answers) {
      expect(used).toMatch(/^ranker@[12]$/);
      expect(recommendations.length).toBeGreaterThan(0);
    }
    const back = await app.call<Change>('POST', '/v1/models/ranker/rollback', { reason: 'clicks fell' });
    expect(back.body).toMatchObject({ version: 1, previous: 2, rollback: true, reason: 'clicks fell' });
    expect((await recommend()).model).toBe('ranker@1');
    const { body } = await app.call<{ data: Change[] }>('GET', '/v1/models/ranker/aliases/champion/history');
    expect(body.data.map(({ version }) => version)).toEqual([1, 2, 1, 2, 1]);
    expect(body.data.every(({ changedBy, reason }) => changedBy !== '' && reason !== '')).toBe(true);
  });

  it('stores what a shadow would have answered beside what was answered', async () => {
    const path = '/v1/models/ranker/shadow';
    expect((await app.call('GET', path)).status).toBe(404);
    await app.call('PUT', '/v1/models/ranker/aliases/shadow', { version: 2 });
    const { decisionId, recommendations } = await recommend();
    await expect
      .poll(async () => (await app.call<{ data: unknown[] }>('GET', path)).body.data.length)
      .toBe(1);
    const { body } = await app.call<{
      data: {
        decisionId: string;
        model: string;
        shadow: string;
        overlap: number;
        answered: { itemId: string; score: number; shadowScore: number }[];
        shadowAnswer: { itemId: string; score: number }[];
      }[];
    }>('GET', path);
    const [stored] = body.data;
    expect(stored).toMatchObject({ decisionId, model: 'ranker@1', shadow: 'ranker@2' });
    expect(stored.answered.map(({ itemId }) => itemId)).toEqual(recommendations.map(({ itemId }) => itemId));
    expect(stored.shadowAnswer).toHaveLength(recommendations.length);
    const both = stored.answered.filter(({ itemId }) =>
      stored.shadowAnswer.some((one) => one.itemId === itemId),
    );
    expect(stored.overlap).toBeCloseTo(both.length / recommendations.length, 6);
    for (const { itemId, shadowScore } of both) {
      expect(shadowScore).toBe(stored.shadowAnswer.find((one) => one.itemId === itemId)?.score);
    }
    const watched = await app.call<{ report: { decisions: number } }>(
      'GET',
      '/v1/models/ranker/versions/1/watch',
    );
    expect(watched.body.report.decisions).toBeGreaterThan(0);
    await app.call('DELETE', '/v1/models/ranker/aliases/shadow');
  });

  it('imports ONNX, serves it, and gives its probability as expected engagement', async () => {
    const weights = [0, 0, 0.3];
    const body = {
      format: 'onnx',
      model: Buffer.from(linearOnnx(weights)).toString('base64'),
      label: 'click',
    };
    const undeclared = await app.call<ProblemBody>('POST', '/v1/models/graph/versions', body);
    expect(undeclared).toMatchObject({
      status: 400,
      body: { errors: [{ path: '/signature', code: 'signatureNeeded' }] },
    });
    const signature = { features: names, output: 'probability' };
    const narrow = await app.call<ProblemBody>('POST', '/v1/models/graph/versions', {
      ...body,
      signature: { ...signature, features: names.slice(1) },
    });
    expect(narrow.status).toBe(422);
    expect((await app.call('POST', '/v1/models/graph/versions', { ...body, signature })).status).toBe(201);
    const { body: home } = await app.call<Record<string, unknown>>('GET', '/v1/placements/home');
    expect((await app.call('PUT', '/v1/placements/home', { ...home, ranker: 'graph@9' })).status).toBe(400);
    expect((await app.call('PUT', '/v1/placements/home', { ...home, ranker: 'graph@1' })).status).toBe(200);
    await expect.poll(async () => (await recommend()).model).toBe('graph@1');
    const { recommendations } = await recommend();
    for (const { score, expectedEngagement } of recommendations) {
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(0.3 + 1e-6);
      expect(expectedEngagement).toBeCloseTo(score, 6);
    }
    await app.restart();
    expect((await recommend()).model).toBe('graph@1');
    expect((await app.call('PUT', '/v1/placements/home', home)).status).toBe(200);
  });

  it('compares versions side by side', async () => {
    const { body } = await app.call<{ versions: string[]; parameters: { name: string; differs: boolean }[] }>(
      'GET',
      '/v1/models/ranker/compare?versions=1,2',
    );
    expect(body.versions).toEqual(['ranker@1', 'ranker@2']);
    expect(body.parameters.find(({ name }) => name === 'output')).toMatchObject({ differs: true });
  });

  it('keeps the last good version serving when a file is damaged, also after a restart', async () => {
    const folder = join(app.folder, 'artifacts/models/ranker');
    const files = readdirSync(folder).sort();
    writeFileSync(join(folder, files[1], 'model'), 'damaged');
    await app.app.services.learning.models.server.close();
    await app.restart();
    expect((await recommend()).model).toBe('ranker@1');
    const refused = await champion(2, { override: true, reason: 'swap' });
    expect(refused).toMatchObject({ status: 422, body: { detail: expect.stringContaining('damaged') } });
    expect((await recommend()).model).toBe('ranker@1');

    // The champion's own file breaks while the server is away: the version before it serves.
    await importJson('ranker', model(names));
    await champion(3, { override: true, reason: 'third' });
    const third = readdirSync(folder).sort()[2];
    writeFileSync(join(folder, third, 'model'), 'damaged');
    await app.restart();
    expect((await recommend()).model).toBe('ranker@1');
    const { body } = await app.call<{ aliases: { serving: string; version: number; problem: string }[] }>(
      'GET',
      '/v1/models/ranker',
    );
    expect(body.aliases[0]).toMatchObject({ version: 3, serving: 'ranker@1' });
    expect(body.aliases[0].problem).toContain('damaged');
  });

  it('takes notes and tags, and gives an alias up', async () => {
    const changed = await app.call('PATCH', '/v1/models/ranker/versions/1', { notes: 'kept', tags: ['a'] });
    expect(changed.body).toMatchObject({ notes: 'kept', tags: ['a'] });
    expect((await app.call('PUT', '/v1/models/ranker/aliases/challenger', { version: 1 })).status).toBe(200);
    expect((await app.call('DELETE', '/v1/models/ranker/aliases/challenger')).status).toBe(204);
    expect((await app.call('DELETE', '/v1/models/ranker/aliases/challenger')).status).toBe(404);
    expect((await app.call('DELETE', '/v1/models/ranker/aliases/champion')).status).toBe(204);
    expect((await recommend()).model).toBe('heuristic@1');
  });
});
