import { expect, test } from 'vitest';
import type { NodeState, PipelineRun } from '../analytics/pipeline/index.ts';
import type { Job, JobState } from '../stores/control/control-store.ts';
import { problemSources } from './problem-sources.ts';

const node = (id: string, status: NodeState['status'], failures: number | null, message = ''): NodeState => ({
  ...{ id, status, failures, message, runId: 'r', startedAt: 0, durationMs: 1 },
  ...{ rows: null, bytes: null, line: null, hash: '' },
});
type Ended = Pick<Job, 'id' | 'kind' | 'state' | 'error'>;
const job = (kind: string, state: JobState, error: string | null = null): Ended => ({
  ...{ id: `${kind} ${state}`, kind, state, error },
});

function sources({
  nodes = [],
  known = nodes.map(({ id }) => id),
  runs = [],
  jobs = [],
}: {
  nodes?: NodeState[];
  known?: string[];
  runs?: PipelineRun[];
  jobs?: Ended[];
}) {
  return problemSources({
    learning: {
      watch: {
        problems: () => [
          {
            ...{ model: 'ranker@3', kind: 'reward', feature: null, value: 0.012, limit: 0.02 },
            ...{ detail: 'earns less', rollsBack: true },
          },
        ],
      },
    },
    experiments: { list: () => [] },
    warehouse: { query: () => Promise.reject(new Error('asks for nothing')) },
    pipeline: {
      states: new Map(nodes.map((one) => [one.id, one])),
      runs,
      manifest: async () => ({ nodes: known.map((id) => ({ id })) }),
    },
    jobs: { list: async () => ({ data: jobs, nextCursor: null }) },
  });
}

test('models name themselves without their version, and say what is wrong in both languages', async () => {
  const [problem] = await sources({}).models();
  expect(problem).toMatchObject({ subject: 'ranker', key: 'ranker@3 reward ' });
  expect(problem.words.en).toBe('ranker@3 earns less');
  expect(problem.words['pt-BR']).toBe('ranker@3 recebe cliques em 1,2% das decisões; o limite é 2%');
});

test('the pipeline: what failed last and is still part of the project', async () => {
  const nodes = [
    node('model.shop.orders', 'error', null, 'no such column\nat line 3'),
    node('test.shop.not_null_orders_id', 'fail', 4),
    node('test.shop.gone', 'fail', 1),
    node('model.shop.after', 'skipped', null),
    node('model.shop.fine', 'success', null),
  ];
  const known = nodes.map(({ id }) => id).filter((id) => !id.endsWith('gone'));
  const found = await sources({ nodes, known }).pipeline();
  expect(found.map(({ subject, words }) => [subject, words.en])).toEqual([
    ['orders', 'no such column'],
    ['not_null_orders_id', '4 rows break the test'],
  ]);
});

test('jobs: the newest of each kind that ended, those of the pipeline left to it', async () => {
  const found = await sources({
    jobs: [
      job('train', 'running'),
      job('train', 'failed', 'too few rows'),
      job('train', 'done'),
      job('report', 'done'),
      job('report', 'failed', 'no folder'),
      job('pipeline', 'failed', 'x'),
    ],
  }).jobs();
  expect(found.map(({ subject, words }) => [subject, words.en])).toEqual([['train', 'too few rows']]);
});
