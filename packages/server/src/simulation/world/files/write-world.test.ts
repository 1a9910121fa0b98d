import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  analyseExperiment,
  denseProbabilities,
  type MetricStatistics,
  uniformProbabilities,
  winsorisedSums,
} from '@personalize/learn';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  interactionColumns,
  itemColumns,
  profileColumns,
  recommendationColumns,
  resultColumns,
} from './columns.ts';
import { fileNames, type WorldSummary, type WriteOptions, writeWorld } from './write-world.ts';

type Row = Record<string, string>;

let folder: string;
let summary: WorldSummary;

const options = (change: Partial<WriteOptions> = {}): WriteOptions => ({
  folder: join(folder, 'world'),
  world: { customers: 2000, items: 30, seed: 11, start: Date.UTC(2026, 0, 1) },
  policy: 'rules',
  decisions: 8000,
  days: 28,
  slate: 2,
  lift: 0.5,
  force: false,
  ...change,
});

async function read(name: keyof typeof fileNames, from = options().folder): Promise<Row[]> {
  return parse(await readFile(join(from, fileNames[name])), { columns: true, record_delimiter: '\r\n' });
}

const bytes = (from: string) =>
  Promise.all(Object.values(fileNames).map((name) => readFile(join(from, name), 'utf8')));
const numbers = (rows: Row[], column: string) => Float64Array.from(rows, (row) => Number(row[column]));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'world-'));
  summary = await writeWorld(options());
});
afterAll(() => rm(folder, { recursive: true }));

describe('the files of a simulated world', () => {
  it('have their columns, and the rows that the summary says', async () => {
    const columns = {
      profiles: profileColumns,
      items: itemColumns,
      interactions: interactionColumns,
      recommendations: recommendationColumns,
      results: resultColumns,
    };
    for (const name of Object.keys(fileNames) as (keyof typeof fileNames)[]) {
      const rows = await read(name);
      expect(Object.keys(rows[0])).toEqual(columns[name].map((column) => column.name));
      expect(rows.length).toBe(summary.rows[name]);
    }
    for (const text of await bytes(options().folder)) expect(text).not.toMatch(/NaN|undefined|Infinity/);
    expect(summary.rows).toMatchObject({ profiles: 2000, items: 30, recommendations: 16_000 });
    expect((await readdir(options().folder)).sort()).toEqual(Object.values(fileNames).sort());
  });

  it('are documented, column by column', async () => {
    const docs = await readFile(join(import.meta.dirname, '../../../../../../docs/simulation.md'), 'utf8');
    for (const columns of [
      profileColumns,
      itemColumns,
      interactionColumns,
      recommendationColumns,
      resultColumns,
    ])
      for (const { name } of columns) expect(docs).toContain(`\`${name}\``);
  });

  it('are the same bytes for the same options, and others for another seed or drift', async () => {
    const small = (name: string, change: Partial<WriteOptions['world']> = {}) =>
      options({
        folder: join(folder, name),
        decisions: 300,
        policy: 'contextualThompson',
        world: { ...options().world, ...change },
      });
    await writeWorld(small('a'));
    await writeWorld(small('b'));
    await writeWorld(small('c', { seed: 12 }));
    await writeWorld(small('d', { drift: { perMonth: 0.5 } }));
    const [a, b, c, d] = await Promise.all(['a', 'b', 'c', 'd'].map((name) => bytes(join(folder, name))));
    expect(b).toEqual(a);
    for (const [i, text] of c.entries()) expect(text).not.toBe(a[i]);
    expect(d[3]).not.toBe(a[3]);
  });

  it('agree with each other', async () => {
    const [profiles, items, interactions, recommendations, results] = await Promise.all(
      (['profiles', 'items', 'interactions', 'recommendations', 'results'] as const).map((name) =>
        read(name),
      ),
    );
    const times = interactions.map(({ timestamp }) => timestamp);
    expect(times).toEqual([...times].sort());
    const of = (type: string) => interactions.filter((row) => row.interaction_type === type);
    expect(of('impression').length).toBe(recommendations.length);
    const total = (rows: Row[], column: string) => numbers(rows, column).reduce((sum, x) => sum + x, 0);
    for (const [events, column] of [
      [of('click').length, 'clicks'],
      [of('purchase').length, 'conversions'],
    ] as const) {
      expect(events).toBe(total(results, column));
      expect(events).toBe(summary[column]);
    }
    expect(total(recommendations, 'clicked')).toBe(summary.clicks);
    expect(total(of('purchase'), 'value')).toBeCloseTo(total(results, 'revenue'), 4);
    expect(total(recommendations, 'revenue')).toBeCloseTo(summary.revenue, 4);
    const known = new Set(profiles.map((row) => row.customer_id));
    expect(results.every((row) => known.has(row.customer_id))).toBe(true);
    const catalog = new Set(items.map((row) => row.item_id));
    expect(recommendations.every((row) => catalog.has(row.item_id) && catalog.has(row.oracle_item_id))).toBe(
      true,
    );
    const last = new Map(interactions.map((row) => [row.customer_id, row.timestamp]));
    for (const row of profiles) expect(row.last_interaction).toBe(last.get(row.customer_id) ?? '');
  });

  it('let estimators find the truth: of the uniform policy, and of the oracle', async () => {
    const rows = (await read('recommendations')).filter((row) => row.rank === '1');
    const items = new Map((await read('items')).map((row, i) => [row.item_id, i]));
    const feedback = {
      actionCount: items.size,
      actions: Int32Array.from(rows, (row) => items.get(row.item_id)!),
      rewards: numbers(rows, 'clicked'),
      propensities: numbers(rows, 'propensity'),
    };
    const mean = (column: string) => numbers(rows, column).reduce((sum, x) => sum + x, 0) / rows.length;
    const oracle = new Float64Array(rows.length * items.size);
    for (const [i, row] of rows.entries()) oracle[i * items.size + items.get(row.oracle_item_id)!] = 1;
    for (const [policy, truth] of [
      [uniformProbabilities(items.size), mean('uniform_click_probability')],
      [denseProbabilities(oracle, items.size), mean('oracle_click_probability')],
    ] as const) {
      let sum = 0;
      let squares = 0;
      const probabilities = new Float64Array(items.size);
      for (let row = 0; row < rows.length; row++) {
        policy.write(row, probabilities);
        const term =
          (probabilities[feedback.actions[row]] / feedback.propensities[row]) * feedback.rewards[row];
        sum += term;
        squares += term * term;
      }
      const estimate = sum / rows.length;
      const error = Math.sqrt((squares / rows.length - estimate ** 2) / rows.length);
      expect(Math.abs(estimate - truth)).toBeLessThan(3.5 * error);
    }
    expect(mean('true_click_probability')).toBeGreaterThan(mean('uniform_click_probability'));
    expect(mean('clicked')).toBeCloseTo(mean('true_click_probability'), 1);
  });

  it('let the analysis of experiments find the true effect', async () => {
    const rows = await read('results');
    const variants = ['control', 'treatment'] as const;
    const arms = Object.fromEntries(variants.map((key) => [key, rows.filter((row) => row.variant === key)]));
    const statistics = (of: (arm: Row[]) => MetricStatistics) =>
      Object.fromEntries(variants.map((key) => [key, of(arms[key])]));
    const { metrics, sampleRatio } = analyseExperiment({
      variants: variants.map((key) => ({ key, weight: 0.5, exposures: arms[key].length })),
      metrics: [
        {
          key: 'converted',
          role: 'goal',
          statistics: statistics((arm) => ({
            kind: 'proportion',
            n: arm.length,
            successes: numbers(arm, 'converted').reduce((sum, x) => sum + x, 0),
          })),
        },
        {
          key: 'revenue',
          role: 'secondary',
          statistics: statistics((arm) => ({
            kind: 'revenue',
            n: arm.length,
            cap: null,
            ...winsorisedSums(numbers(arm, 'revenue'), Number.MAX_VALUE),
          })),
        },
      ],
    });
    expect(sampleRatio.value?.mismatch).toBe(false);
    const effect = (column: string) => {
      const differences = rows.map(
        (row) => Number(row[`${column}_treatment`]) - Number(row[`${column}_control`]),
      );
      return differences.reduce((sum, x) => sum + x, 0) / rows.length;
    };
    const truths = [effect('true_conversion_probability'), effect('true_revenue')];
    expect(
      summary.experiment.trueConversion.treatment - summary.experiment.trueConversion.control,
    ).toBeCloseTo(truths[0], 12);
    for (const [i, { comparisons }] of metrics.entries()) {
      const interval = comparisons[0].comparison?.absolute;
      expect(interval?.lower).toBeLessThan(truths[i]);
      expect(interval?.upper).toBeGreaterThan(truths[i]);
    }
    expect(metrics[0].comparisons[0].significant).toBe(true);
  });
});

describe('writing a simulated world', () => {
  it('replaces nothing unless told to', async () => {
    const there = join(folder, 'there');
    await writeWorld(options({ folder: there, decisions: 10 }));
    const before = await bytes(there);
    await expect(writeWorld(options({ folder: there, decisions: 20 }))).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('--force'),
    });
    expect(await bytes(there)).toEqual(before);
    await writeWorld(options({ folder: there, decisions: 20, force: true }));
    expect(await bytes(there)).not.toEqual(before);
  });

  it('says that the disk is full, and leaves nothing half-written', async () => {
    const full = join(folder, 'full');
    await writeWorld(options({ folder: full, decisions: 10 }));
    await rm(join(full, fileNames.interactions));
    await symlink('/dev/full', join(full, `${fileNames.interactions}.part`));
    const before = (await readdir(full)).filter((name) => !name.endsWith('.part')).sort();
    await expect(writeWorld(options({ folder: full, force: true }))).rejects.toMatchObject({
      code: 'storage_full',
      message: expect.stringContaining('interactions.csv'),
    });
    expect((await readdir(full)).sort()).toEqual(before);
  });

  it('says that a folder does not take files', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    await expect(writeWorld(options({ folder: file }))).rejects.toMatchObject({ code: 'storage_failed' });
    await expect(writeWorld(options({ folder: join(file, 'below') }))).rejects.toMatchObject({
      code: 'storage_failed',
      message: expect.stringContaining('choose another --out'),
    });
  });

  it('stops when asked to, and leaves nothing', async () => {
    const stopped = join(folder, 'stopped');
    const controller = new AbortController();
    const onProgress = () => controller.abort();
    await expect(
      writeWorld(options({ folder: stopped, signal: controller.signal, onProgress })),
    ).rejects.toThrow();
    expect(await readdir(stopped)).toEqual([]);
  });
});
