import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linearOnnx } from '../../learning/testing/onnx-file.ts';
import { ClockedShop, day } from './testing/clocked-shop.ts';

interface Measured {
  mean: number;
  low: number;
  high: number;
}
interface Gate {
  name: string;
  passed: boolean;
  skipped: boolean;
  value: number;
  threshold: number;
  margin: number;
  detail: string;
}
interface JobBody {
  id: string;
  state: string;
  error: string | null;
  result: { version: number; passed: boolean; promoted: boolean; gates: Gate[] };
}
interface Version {
  label: string;
  calibrator: object | null;
  evaluation: { kind: string; jobId: string; from: string };
  metrics: { comparisons: { against: string; difference: Measured | null }[] };
  offPolicy: {
    policy: string;
    decisions: number;
    effectiveSlots: number;
    served: Measured;
    snips: Measured;
    doublyRobust: Measured;
    lift: Measured;
    problem: null;
  };
  bias: {
    used: string;
    examination: number[];
    corrected: { ndcg: Measured; correctedNdcg: Measured };
    uncorrected: { ndcg: Measured; correctedNdcg: Measured };
    comparison: { difference: Measured; correctedDifference: Measured };
  };
  curves: {
    reliability: { before: unknown[]; after: unknown[] };
    importance: { feature: string; gain: number | null; permutation: Measured }[];
  };
  gates: Gate[];
}

const split = { testDays: 8, validationDays: 5 };
const body = {
  ...{ from: 'decisions', attributionHours: 1, split, k: 4, resamples: 200, seed: 3 },
  parameters: { iterations: 30, learningRate: 0.2, minChildWeight: 2 },
};

// Training steps back behind everything else, also on a machine that has much else to do.
describe('gates over decisions that were really served', { timeout: 240_000 }, () => {
  let shop: ClockedShop;
  beforeAll(async () => {
    shop = await ClockedShop.open(Date.UTC(2026, 3, 1, 9));
    await days(30);
  }, 240_000);
  afterAll(() => shop.close());

  const days = async (count: number): Promise<void> => {
    for (let today = 0; today < count; today++) {
      await shop.buyDear(60);
      await shop.serve(60);
      shop.pass(day);
    }
    // An event after the last attribution window, which closes it.
    await shop.app.send([{ type: 'page_view', customerId: 'c1', itemId: 'i1' }]);
  };
  const run = async (path: string, request: object): Promise<JobBody> => {
    const started = await shop.app.call<JobBody>('POST', path, request);
    expect(started.status).toBe(202);
    const job = await shop.ended<JobBody>(started.body.id);
    expect(job.error).toBeNull();
    return job;
  };
  const version = async (name: string, number: number) =>
    (await shop.app.call<Version>('GET', `/v1/models/${name}/versions/${number}`)).body;
  const gate = ({ result }: JobBody, name: string) => result.gates.find((one) => one.name === name)!;

  it('estimate what a new ranker would have earned, by SNIPS and doubly robust, and let it pass', async () => {
    const job = await run('/v1/models/ranker/train', { ...body, promote: false });
    const { offPolicy, bias } = await version('ranker', 1);
    expect(offPolicy).toMatchObject({ policy: 'epsilonGreedy(0.6)', problem: null });
    expect(offPolicy.decisions).toBeGreaterThan(400);
    for (const estimate of [offPolicy.snips, offPolicy.doublyRobust]) {
      expect(estimate.low).toBeLessThan(estimate.mean);
      expect(estimate.high).toBeGreaterThan(estimate.mean);
      expect(estimate.mean).toBeGreaterThan(offPolicy.served.mean);
    }
    const judged = gate(job, 'offPolicy');
    expect(judged).toMatchObject({
      passed: true,
      skipped: false,
      value: offPolicy.lift.low,
      threshold: -0.1,
    });

    expect(bias.used).toBe('corrected');
    expect(bias.examination[0]).toBe(1);
    expect(bias.corrected.ndcg.mean).toBeGreaterThan(0);
    expect(bias.uncorrected.ndcg.mean).toBeGreaterThan(0);
    expect(bias.comparison.difference.mean).toBeCloseTo(
      bias.corrected.ndcg.mean - bias.uncorrected.ndcg.mean,
      6,
    );
  });

  it('refuse an import that was evaluated here and would have earned less, and say by how much', async () => {
    await shop.app.call('PUT', '/v1/models/ranker/aliases/champion', {
      ...{ version: 1, override: true, reason: 'it is better' },
    });
    await days(12);
    // Larger prices first, which nobody likes.
    const imported = await shop.app.call<{ version: number }>('POST', '/v1/models/ranker/versions', {
      ...{ format: 'onnx', label: 'click', model: Buffer.from(linearOnnx([0.1])).toString('base64') },
      signature: { features: ['itemPrice'], output: 'margin' },
    });
    expect(imported.status).toBe(201);
    const unmeasured = await shop.app.call<{ gates: Gate[] }>('GET', '/v1/models/ranker/versions/2/gates');
    expect(unmeasured.body.gates[0].detail).toContain('never evaluated');

    const job = await run('/v1/models/ranker/versions/2/evaluate', { ...body, parameters: undefined });
    expect(job.result).toMatchObject({ passed: false, promoted: false });
    const found = await version('ranker', 2);
    expect(found.evaluation).toMatchObject({ kind: 'evaluation', jobId: job.id, from: 'decisions' });
    expect(found.calibrator).not.toBeNull();
    expect(found.curves.reliability.after.length).toBeGreaterThan(0);
    expect(found.curves.importance).toMatchObject([{ feature: 'itemPrice', gain: null }]);
    expect(found.metrics.comparisons.map(({ against }) => against)).toEqual(
      expect.arrayContaining(['ranker@1', 'heuristic']),
    );
    expect(gate(job, 'quality')).toMatchObject({
      passed: false,
      detail: expect.stringContaining('short by'),
    });
    expect(gate(job, 'calibration').value).toBeLessThan(0.2);
    // What the first version then earned is what was foretold of it.
    const foretold = (await version('ranker', 1)).offPolicy.doublyRobust;
    expect(found.offPolicy.served.mean).toBeGreaterThan(foretold.low - 0.2);
    expect(found.offPolicy.served.mean).toBeLessThan(foretold.high + 0.2);
    expect(found.offPolicy.doublyRobust.mean).toBeLessThan(0.7 * found.offPolicy.served.mean);
    const judged = gate(job, 'offPolicy');
    expect(judged).toMatchObject({ passed: false, skipped: false, value: found.offPolicy.lift.low });
    expect(judged.margin).toBeCloseTo(found.offPolicy.lift.low + 0.1, 9);
    expect(judged.detail).toMatch(/doubly robust .* SNIPS .* at least -10.0 % is needed, short by \d+\.\d %/);
    const refused = await shop.app.call<{ detail: string }>('PUT', '/v1/models/ranker/aliases/champion', {
      version: 2,
    });
    expect(refused).toMatchObject({ status: 422, body: { detail: expect.stringContaining('offPolicy: ') } });
  });
});
