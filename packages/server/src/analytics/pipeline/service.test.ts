import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ControlStore } from '../../stores/control/control-store.ts';
import { openControlStore, openWarehouse } from '../../stores/index.ts';
import type { Warehouse } from '../../stores/warehouse/warehouse.ts';
import { compileFolder } from './compile.ts';
import type { PipelineRun } from './run/results.ts';
import { PipelineService } from './service.ts';
import { writeProject } from './testing/project-folder.ts';

let folder: string;
let project: string;
let warehouse: Warehouse;
let control: ControlStore;
let service: PipelineService;
let runs = 0;

const open = () =>
  PipelineService.open({
    ...{ warehouse, folder: project, timeZone: 'UTC', now: () => Date.now() },
    documents: (collection) => control.documents(collection),
  });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pipeline-'));
  project = join(folder, 'project');
  warehouse = await openWarehouse(join(folder, 'warehouse'), { namespace: '' });
  control = await openControlStore(join(folder, 'control'));
  service = await open();
});
afterAll(async () => {
  await warehouse.close();
  await control.close();
  await rm(folder, { recursive: true, force: true });
});

interface Given {
  command?: 'run' | 'test' | 'build';
  select?: string[];
  fullRefresh?: boolean;
  signal?: AbortSignal;
  onStart?(): void;
}

async function run(given: Given = {}): Promise<PipelineRun> {
  const { command = 'build', select = [], fullRefresh = false, signal, onStart = () => {} } = given;
  const id = `run-${++runs}`;
  await service
    .work(
      { command, select, exclude: [], fullRefresh, vars: {}, by: 'test' },
      { id, signal: signal ?? new AbortController().signal, progress: onStart, log: () => {} },
    )
    .catch((error: unknown) => {
      if (!signal?.aborted) throw error;
    });
  return service.run(id);
}

async function rowsOf(sql: string): Promise<unknown[]> {
  return (await warehouse.query(sql.replaceAll('models.', 'personalization_models.'))).rows;
}

const statusOf = (of: PipelineRun, name: string) => of.nodes.find(({ id }) => id.endsWith(`.${name}`));
const table = "{{ config(materialized='table', order_by='n') }}\n";

describe('materializations', () => {
  it('replaces a table in one step, and keeps it when its SQL fails or the run is cancelled', async () => {
    await writeProject(project, { 'models/t.sql': `${table}select number as n from numbers(3)` });
    expect(statusOf(await run(), 't')).toMatchObject({ status: 'success', rows: 3 });
    await writeProject(project, {
      'models/t.sql': `${table}select number as n from numbers(2000000) where throwIf(number = 1500000, 'broken') = 0`,
    });
    const failed = await run();
    expect(failed.state).toBe('failed');
    expect(statusOf(failed, 't')?.message).toContain('broken');
    expect(await rowsOf('SELECT count() AS n FROM models.t')).toEqual([{ n: 3 }]);

    await writeProject(project, {
      'models/t.sql': `${table}select number as n from numbers(1000000000) where sleepEachRow(0.0001) = 0`,
    });
    const controller = new AbortController();
    const started = performance.now();
    const cancelled = await run({
      signal: controller.signal,
      onStart: () => setTimeout(() => controller.abort(new Error('the job was cancelled')), 500),
    });
    expect(performance.now() - started).toBeLessThan(20_000);
    expect(cancelled.state).toBe('cancelled');
    expect(statusOf(cancelled, 't')?.status).toBe('cancelled');
    expect(await rowsOf('SELECT count() AS n FROM models.t')).toEqual([{ n: 3 }]);
    expect(await rowsOf("SELECT name FROM system.tables WHERE database = 'personalization_models'")).toEqual([
      { name: 't' },
    ]);
  }, 60_000);

  it('appends, or replaces rows by their key, and changes from one materialization to another', async () => {
    const rows = (config: string, from: number) =>
      `{{ config(materialized='incremental'${config}) }} select number + {{ ${from} if is_incremental() else 0 }} as n, ${from} as v from numbers(3)`;
    await writeProject(project, { 'models/i.sql': rows('', 2), 'models/k.sql': rows(", unique_key='n'", 2) });
    await run();
    await run();
    expect(await rowsOf('SELECT count() AS n FROM models.i')).toEqual([{ n: 6 }]);
    await writeProject(project, { 'models/i.sql': rows('', 2), 'models/k.sql': rows(", unique_key='n'", 9) });
    await run({ select: ['k'] });
    expect(await rowsOf('SELECT groupArray(n) AS n FROM (SELECT n FROM models.k ORDER BY n)')).toEqual([
      { n: [0, 1, 2, 3, 4, 9, 10, 11] },
    ]);
    await run({ fullRefresh: true });
    expect(await rowsOf('SELECT count() AS n FROM models.i')).toEqual([{ n: 3 }]);

    await writeProject(project, {
      'models/i.sql': 'select 1 as one',
      'models/k.sql': "{{ config(materialized='incremental', unique_key='n') }} select 1 as n",
    });
    const changed = await run();
    expect(statusOf(changed, 'i')?.status).toBe('success');
    expect(await rowsOf('SELECT one FROM models.i')).toEqual([{ one: 1 }]);
    expect(statusOf(changed, 'k')?.message).toContain('--full-refresh');
  });

  it('feeds a materialized view by new rows, after it took those that were there', async () => {
    await writeProject(project, {
      'models/m.sql':
        "{{ config(materialized='materialized_view', engine='SummingMergeTree()', order_by='type') }} select type, count() as n from {{ source('raw', 'events') }} group by type",
    });
    const insert = async (n: number) => {
      const events = Array.from({ length: n }, (_, i) => ({
        kind: 'event',
        type: 'click',
        messageId: `m${i}`,
        timestamp: '2026-01-01 00:00:00.000',
        receivedAt: '2026-01-01 00:00:00.000',
      }));
      await warehouse.insertEvents(
        Buffer.from(events.map((event) => JSON.stringify(event)).join('\n')),
        n * 100,
        `token-${n}`,
      );
    };
    await insert(3);
    await run();
    await insert(4);
    const count = 'SELECT sum(n) AS n FROM models.m';
    expect(await rowsOf(count)).toEqual([{ n: 7 }]);
    await run();
    await insert(5);
    expect(await rowsOf(count)).toEqual([{ n: 12 }]);
  });
});

describe('runs', () => {
  it('shows rows that break a test, and skips what reads the model', async () => {
    await writeProject(project, {
      'models/a.sql': `${table}select number as n from numbers(30)`,
      'models/b.sql': `${table}select n from {{ ref('a') }}`,
      'models/other.sql': 'select 1 as x',
      'models/p.yml':
        'models:\n  - name: a\n    columns:\n      - name: n\n        data_tests:\n          - unique\n          - accepted_values: {values: [1], quote: false}\n          - not_null: {severity: warn}',
    });
    const failed = await run();
    expect(failed.state).toBe('failed');
    const test = failed.nodes.find(({ id }) => id.includes('accepted_values'));
    expect(test).toMatchObject({ status: 'fail', failures: 29 });
    expect(test?.sample?.rows).toHaveLength(20);
    expect(test?.sample?.columns).toEqual(['value', 'copies']);
    expect(statusOf(failed, 'b')).toMatchObject({ status: 'skipped' });
    expect(statusOf(failed, 'b')?.message).toContain('accepted_values');
    expect(statusOf(failed, 'other')?.status).toBe('success');
  });

  it('tells the line of the compiled SQL that the engine refuses', async () => {
    await writeProject(project, { 'models/a.sql': 'select\n  1 as x\nfrom from numbers(1)' });
    const failed = statusOf(await run(), 'a');
    expect(failed).toMatchObject({ status: 'error', line: 3 });
    expect(failed?.message).toMatch(/^Syntax error/);
  });

  it('refuses to begin while the project is wrong, and says where', async () => {
    await writeProject(project, { 'models/a.sql': "select * from {{ ref('b') }}" });
    await expect(run()).rejects.toMatchObject({
      code: 'unprocessable',
      message: expect.stringContaining('models/a.sql:1'),
    });
  });

  it('knows of earlier runs after a restart, and what changed since', async () => {
    await writeProject(project, { 'models/a.sql': 'select 1 as x', 'models/b.sql': 'select 2 as x' });
    await run();
    await writeProject(project, { 'models/a.sql': 'select 1 as x', 'models/b.sql': 'select 3 as x' });
    service = await open();
    const changed = await run({ select: ['state:modified'] });
    expect(changed.nodes.map(({ id }) => id)).toEqual(['model.shop.b']);
    expect((await run({ select: ['state:modified'] })).nodes).toEqual([]);
    expect(service.runs[0].id).toBe(`run-${runs}`);
  });

  it('ends templates that never end', async () => {
    const loop = '{% for a in range(9999) %}'.repeat(4);
    await writeProject(project, { 'models/a.sql': `select ${loop}1${'{% endfor %}'.repeat(4)}` });
    const { problems } = await compileFolder(project, { database: 'd', schema: 's', vars: {} }, 1500);
    expect(['timeout', 'tooLarge']).toContain(problems[0].code);
  }, 20_000);
});

describe('erasure', () => {
  it('reaches renamed ids, ids inside of texts, and what is kept of runs', async () => {
    const source = "select 'ada' as customer_id, 1 as v union all select 'bob' as customer_id, 2 as v";
    await writeProject(project, {
      'models/people.sql': `{{ config(materialized='table', order_by='v') }} ${source}`,
      'models/renamed.sql':
        "{{ config(materialized='table') }} select customer_id as buyer, v from {{ ref('people') }}",
      'models/hidden.sql':
        "{{ config(materialized='table') }} select concat('x-', customer_id) as label from {{ ref('people') }}",
      'models/p.yml':
        'models:\n  - name: renamed\n    columns: [{name: buyer, meta: {holds: customer_id}}]\n  - name: people\n    columns:\n      - name: customer_id\n        data_tests: [{accepted_values: {values: [bob]}}]',
    });
    const before = await run({ command: 'run' });
    expect(before.state).toBe('done');
    const failed = await run({ command: 'test' });
    expect(failed.nodes[0].sample?.rows).toEqual([['ada', '1']]);
    await service.erase({ customerIds: ['ada'], anonymousIds: [] });
    expect(await rowsOf('SELECT customer_id FROM models.people')).toEqual([{ customer_id: 'bob' }]);
    expect(await rowsOf('SELECT buyer FROM models.renamed')).toEqual([{ buyer: 'bob' }]);
    expect(await rowsOf('SELECT label FROM models.hidden')).toEqual([{ label: 'x-bob' }]);
    expect(service.run(failed.id).nodes[0].sample).toBeNull();
    expect(JSON.stringify(await control.documents('pipeline-runs').list())).not.toContain('"ada"');
  });
});
