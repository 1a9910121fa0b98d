import { getActiveResourcesInfo } from 'node:process';
import { auc, calibratorFromJson, predictTrees, readXgboostUbjson } from '@personalize/learn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openJournalReader } from '../../stores/journal/journal-reader.ts';
import type { DecisionRecord } from '../../stores/journal/record.ts';
import { checkRequest, type TrainRequest } from './request.ts';
import { type LiveShop, liveShop, merit, shopFeatures, shopPlacement } from './testing/live-shop.ts';
import type { TrainedRanker } from './train.ts';
import { trainRanker } from './train-ranker.ts';
import { buildTrainingSet } from './training-set.ts';

let shop: LiveShop;
let result: TrainedRanker;
const seen = { fractions: [] as number[], lines: [] as string[], metrics: 0 };

const request: TrainRequest = {
  ...{ features: shopFeatures, timeZone: 'UTC', from: 'decisions', placement: shopPlacement },
  split: { testDays: 8, validationDays: 6 },
  parameters: { iterations: 40, learningRate: 0.2, minChildWeight: 1, earlyStoppingRounds: 10 },
  ...{ k: 3, resamples: 200, seed: 7 },
};

beforeAll(async () => {
  shop = await liveShop({ days: 50, visitors: 36 });
  result = await trainRanker(request, {
    journal: shop.journal,
    onProgress: (fraction) => seen.fractions.push(fraction),
    onLog: ({ text }) => seen.lines.push(text),
    onMetric: () => seen.metrics++,
  });
});
afterAll(() => shop.close());

const method = (name: string) => result.metrics.methods.find((one) => one.name === name)!;

describe('a ranker trained from decisions', () => {
  it('puts what customers really like above the rest, whatever rank it was shown at', async () => {
    const { journal } = shop;
    const set = await buildTrainingSet(
      openJournalReader(journal.readHandle()),
      checkRequest(request, journal.head),
    );
    const { test } = set.parts;
    const decisions = new Map<string, DecisionRecord>();
    for await (const { records } of journal.read(0)) {
      for (const record of records) if (record?.kind === 'decision') decisions.set(record.decisionId, record);
    }
    const liked = new Float64Array(test.rows);
    for (const { id, start, size } of test.groups) {
      const { customerId, slate } = decisions.get(id)!;
      for (let row = start; row < start + size; row++) {
        liked[row] = merit(customerId!, slate[test.ranks[row] - 1].itemId) > 0.5 ? 1 : 0;
      }
    }
    const features = {
      values: test.features.subarray(0, test.rows * test.width),
      rows: test.rows,
      columns: test.width,
    };
    const scores = predictTrees(readXgboostUbjson(result.model), features);
    expect(auc(scores, liked)).toBeGreaterThan(0.85);
    expect(result.metrics.methods[0].name).toBe('ranker');
  });

  it('reports intervals that hold their means, and every measure within its range', () => {
    for (const { ndcg, averagePrecision, reciprocalRank, hitRate } of result.metrics.methods) {
      for (const measured of [ndcg, averagePrecision, reciprocalRank, hitRate]) {
        expect(measured!.low).toBeLessThanOrEqual(measured!.mean);
        expect(measured!.high).toBeGreaterThanOrEqual(measured!.mean);
        expect(measured!.low).toBeGreaterThanOrEqual(0);
        expect(measured!.high).toBeLessThanOrEqual(1);
      }
    }
    const { coverage, novelty, diversity } = result.metrics.beyondAccuracy.ranker;
    expect(coverage).toBeGreaterThan(0.5);
    expect(novelty).toBeGreaterThan(0);
    expect(diversity).toBeGreaterThan(0);
  });

  it('gives probabilities that agree with the rates', () => {
    const { expectedCalibrationError, logLoss, baseRate } = result.metrics.probabilities!;
    expect(expectedCalibrationError).toBeLessThan(0.08);
    const constant = -(baseRate * Math.log(baseRate) + (1 - baseRate) * Math.log(1 - baseRate));
    expect(logLoss).toBeLessThan(constant);
    const calibrator = calibratorFromJson(result.calibrator!);
    expect(calibrator.predict(0.9)).toBeGreaterThanOrEqual(calibrator.predict(0.1));
  });

  it('shows what the correction of bias did: both models, and how ranks are looked at', () => {
    const { bias } = result;
    expect(bias!.used).toBe('corrected');
    expect(bias!.corrected.ndcg!.mean).toBe(method('ranker').ndcg!.mean);
    expect(bias!.uncorrected.ndcg!.mean).not.toBe(bias!.corrected.ndcg!.mean);
    expect(bias!.uncorrected.correctedNdcg).not.toBeNull();
    // Rank r is looked at 1 / r as often as the first.
    expect(bias!.examination[0]).toBe(1);
    expect(bias!.examination[3]).toBeLessThan(0.6);
  });

  it('returns a model file that predicts from the named features', () => {
    const model = readXgboostUbjson(result.model);
    expect(model.featureNames).toEqual(result.featureNames);
    expect(result.featureNames).toEqual([
      ...shopFeatures.map(({ name }) => name),
      ...['popular', 'trending', 'coOccurrence', 'buyAgain', 'affinity', 'new'].map(
        (name) => `source.${name}`,
      ),
    ]);
    const columns = result.featureNames.length;
    const liking = (share: number): number => {
      const values = new Float32Array(columns).fill(Number.NaN);
      values[result.featureNames.indexOf('categoryAffinity')] = share;
      return predictTrees(model, { values, rows: 1, columns })[0];
    };
    expect(liking(0.9)).toBeGreaterThan(liking(0.01));
  });

  it('said how far it was', () => {
    expect(seen.fractions.at(-1)).toBe(1);
    expect(seen.fractions).toEqual([...seen.fractions].sort((a, b) => a - b));
    expect(seen.lines.join('\n')).toMatch(/decisions equal what was logged, bit by bit/);
    expect(seen.metrics).toBeGreaterThanOrEqual(result.iterations);
    const [watched, plain] = result.curves.learning;
    expect(watched.metric).toContain('over 10 rounds');
    expect(plain).toMatchObject({ metric: 'correctedNdcg@3', higherIsBetter: true });
    expect(plain.iterations.length).toBeGreaterThanOrEqual(result.iterations);
    expect(plain.train).toHaveLength(plain.iterations.length);
    expect(plain.train.at(-1)).toBeGreaterThan(plain.train[0]);
    expect(plain.validation).toHaveLength(plain.iterations.length);
  });

  it('comes out the same for the same range, request and seed, whatever the number of threads', async () => {
    const again = await trainRanker({ ...request, threads: 2 }, { journal: shop.journal });
    expect(Buffer.from(again.model)).toEqual(Buffer.from(result.model));
    expect(again.metrics).toEqual(result.metrics);
    expect(again.calibrator).toEqual(result.calibrator);
    expect(again.dataRange).toEqual(result.dataRange);
  });

  it('is held against the champion on the same rows', async () => {
    const champion = { bytes: result.model, featureNames: result.featureNames, version: 'ranker@1' };
    const again = await trainRanker({ ...request, champion }, { journal: shop.journal });
    const comparison = again.metrics.comparisons.find(({ against }) => against === 'ranker@1')!;
    expect(comparison.difference).toEqual({ mean: 0, low: 0, high: 0 });
    const narrow = { ...champion, featureNames: ['unheardOf'] };
    await expect(trainRanker({ ...request, champion: narrow }, { journal: shop.journal })).rejects.toThrow(
      /needs features that this training set lacks: unheardOf/,
    );
    const damaged = { ...champion, bytes: result.model.slice(0, 100) };
    await expect(trainRanker({ ...request, champion: damaged }, { journal: shop.journal })).rejects.toThrow(
      /ranker@1 cannot be read/,
    );
  });
});

describe('training', () => {
  it('works from purchases as well, by a pointwise loss', async () => {
    const pointwise = await trainRanker(
      { ...request, from: 'purchases', objective: 'logistic' },
      { journal: shop.journal },
    );
    expect(pointwise.objective).toBe('logistic');
    expect(pointwise.bias).toBeNull();
    expect(pointwise.metrics.bestSource).toMatch(/^source\./);
    expect(pointwise.metrics.methods[0].ndcgOfAll!.mean).toBeGreaterThan(0);
  });

  it('stops when it is cancelled, with the reason, and leaves no thread behind', async () => {
    const controller = new AbortController();
    const reason = new Error('the job was cancelled');
    const running = trainRanker(
      { ...request, parameters: { iterations: 100_000, earlyStoppingRounds: 0 } },
      { journal: shop.journal, signal: controller.signal, onMetric: () => controller.abort(reason) },
    );
    await expect(running).rejects.toBe(reason);
    expect(getActiveResourcesInfo().filter((name) => name === 'MessagePort').length).toBeLessThanOrEqual(1);
    await expect(
      trainRanker(request, { journal: shop.journal, signal: AbortSignal.abort(reason) }),
    ).rejects.toBe(reason);
  });

  it('fails clearly when the journal closes under it', async () => {
    const other = await liveShop({ days: 12, visitors: 4 });
    const { journal } = other;
    const running = trainRanker(request, { journal });
    const closing = other.close();
    await expect(running).rejects.toMatchObject({ code: 'shutting_down' });
    await closing;
  });

  it('refuses a bad request at once, naming the field and the value', async () => {
    const attempt = (change: object) =>
      trainRanker({ ...request, ...change } as TrainRequest, { journal: shop.journal });
    await expect(attempt({ timeZone: () => 'UTC' })).rejects.toThrow(
      /cannot be handed to a thread: .* plain data/,
    );
    await expect(attempt({ k: 0 })).rejects.toThrow('k must be 1 to 1000, got 0');
    await expect(attempt({ toOffset: 1e9 })).rejects.toThrow(
      /toOffset must be a whole number from 0 to .* got 1000000000/,
    );
    await expect(attempt({ from: 'clouds' })).rejects.toThrow(
      'from must be decisions or purchases, got "clouds"',
    );
    await expect(attempt({ excludeFeatures: ['nothing'] })).rejects.toMatchObject({
      message: expect.stringContaining('"nothing", which is not declared'),
      // The thread hands over the code too.
      errors: [{ path: '/excludeFeatures', code: 'noSuch', params: { kind: 'feature', got: '"nothing"' } }],
    });
    await expect(attempt({ parameters: { maxDepth: 99 } })).rejects.toThrow(
      /maxDepth must be a whole number 0 to 64, got 99/,
    );
  });
});
