import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ControlStore } from '../../stores/control/control-store.ts';
import { openControlStore } from '../../stores/control/sqlite-control-store.ts';
import type { QueryInput } from '../semantic/index.ts';
import { AlertService, type AlertServiceOptions } from './alert-service.ts';
import { statusOf } from './alert-state.ts';
import type { AlertInput } from './definition.ts';
import type { Problem } from './problem-sources.ts';

const hour = 3_600_000;
const start = Date.UTC(2026, 0, 5);

describe('AlertService', () => {
  let folder: string;
  let control: ControlStore;
  let now: number;
  let lag: number;
  let refuses: boolean;
  let sent: { url: string; body: { type: string; data: { value: number | null; detail: string } } }[];
  let problems: Problem[];
  /** Events of each hour since the start; 10 where nothing is said. */
  let values: Map<number, number>;
  let service: AlertService;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'alerts-'));
    control = await openControlStore(folder);
    [now, lag, refuses, sent, problems, values] = [start + 50 * hour, 0, false, [], [], new Map()];
    service = await open();
  });
  afterEach(async () => {
    await service.close();
    await control.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Answers the series that the test writes, as the semantic layer would. */
  const analytics = {
    query: async ({ metrics, from, to }: QueryInput) => {
      const rows = [];
      for (let at = Date.parse(from); at < Date.parse(to); at += hour) {
        const value = values.get((at - start) / hour) ?? 10;
        rows.push({ date: new Date(at).toISOString(), [metrics[0]]: value });
      }
      const meta = { elapsedMs: 0, rowsRead: 0, freshAsOf: now - lag, rollup: 'hour' as const };
      return {
        columns: [],
        rows,
        meta: { ...meta, tables: [], cached: false, truncated: false, notices: [] },
      };
    },
  };

  function open(more: Partial<AlertServiceOptions> = {}): Promise<AlertService> {
    return AlertService.open({
      definitions: control.documents('alerts'),
      states: control.documents('alert-states'),
      analytics,
      delivery: {
        checkWebhook: () => undefined,
        checkMail: () => undefined,
        mail: async () => undefined,
        webhook: async ({ url, body }) => {
          if (refuses) throw new Error('no');
          sent.push({ url, body: body as (typeof sent)[number]['body'] });
        },
      },
      problems: {
        models: () => problems,
        experiments: async () => problems,
        pipeline: () => Promise.reject(new Error('secret words')),
        jobs: () => [],
      },
      timeZone: 'UTC',
      now: () => now,
      ...more,
    });
  }

  const input: AlertInput = {
    ...{ title: 'Events', kind: 'metric', metric: 'events', step: 'hour' },
    condition: { kind: 'threshold', direction: 'above', value: 20 },
    channels: [{ kind: 'webhook', to: 'https://example.com/hook', secret: 'whsec_c2VjcmV0c2VjcmV0c2VjcmV0' }],
  };
  const problem = (subject: string, key: string): Problem => ({
    ...{ subject, key },
    words: { en: `${key} is wrong`, 'pt-BR': `${key} está errado` },
  });
  const types = () => sent.map(({ body }) => body.type);
  /** The hour begins in which this one can be judged. */
  const after = async (index: number) => {
    now = start + (index + 1) * hour + 30_000;
    await service.run();
    await service.settle();
  };

  it('fires, is over, and tells each once', async () => {
    const { id } = await service.create(input, 'ada');
    values.set(50, 30).set(51, 40);
    for (const index of [49, 50, 51, 52]) {
      await after(index);
      await service.run();
    }
    expect(types()).toEqual(['alert.firing', 'alert.ok']);
    expect(sent[0].body.data.value).toBe(30);
    const kinds = service.get(id).state.history.map(({ kind }) => kind);
    expect(kinds).toEqual(['firing', 'delivered', 'ok', 'delivered']);
  });

  it('makes up for missed hours with one message, and remembers over a restart', async () => {
    const { id } = await service.create(input, 'ada');
    await after(49);
    values.set(55, 30).set(60, 30).set(70, 30);
    now = start + 71 * hour + 30_000;
    service = await open();
    await service.run();
    await service.settle();
    expect(types()).toEqual(['alert.firing']);
    const fired = service.get(id).state.history.filter(({ kind }) => kind === 'firing');
    expect(fired.map(({ at }) => (at - start) / hour)).toEqual([56, 61, 71]);
  });

  it('survives that what became of a message cannot be stored', async () => {
    await service.create(input, 'ada');
    await after(49);
    values.set(50, 30);
    now = start + 51 * hour + 30_000;
    const full = new Error('the disk is full');
    const states = Object.assign(control.documents('alert-states'), { put: () => Promise.reject(full) });
    const errors: unknown[] = [];
    service = await open({ states, onError: (error) => errors.push(error) });
    await expect(service.run()).rejects.toBe(full);
    await service.settle();
    expect([types(), errors]).toEqual([['alert.firing'], [full]]);
  });

  it('keeps quiet while it is snoozed and tells when it wakes', async () => {
    const { id } = await service.create(input, 'ada');
    await after(49);
    await service.snooze(id, now + 2 * hour, 'ada');
    values.set(50, 30).set(51, 30).set(52, 30);
    await after(50);
    expect([statusOf(service.get(id), now), types()]).toEqual(['snoozed', []]);
    await after(52);
    expect([statusOf(service.get(id), now), types()]).toEqual(['firing', ['alert.firing']]);
    await service.acknowledge(id, 'ada');
    expect(service.get(id).state.acknowledged).toMatchObject({ by: 'ada' });
    await expect(service.snooze(id, now - 1, 'ada')).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it('says that it cannot be judged while events lag behind, and what a receiver refused', async () => {
    const { id } = await service.create(input, 'ada');
    lag = 20 * 60_000;
    refuses = true;
    await after(50);
    const { state } = service.get(id);
    expect(statusOf(service.get(id), now)).toBe('error');
    expect(state.history.map(({ kind }) => kind)).toEqual(['error', 'undelivered']);
    lag = 0;
    await after(51);
    expect(statusOf(service.get(id), now)).toBe('ok');
  });

  it('watches models, keeps secrets to itself and refuses what does not go together', async () => {
    const { id } = await service.create({ title: 'Models', kind: 'models', channels: input.channels }, 'ada');
    problems = [problem('ranker', 'ranker@2 reward')];
    await service.runProblems('models');
    await service.settle();
    expect(types()).toEqual(['alert.firing']);
    const next = await service.put(
      id,
      { title: 'M', kind: 'models', channels: [{ kind: 'webhook', to: 'https://example.com/hook' }] },
      'ada',
    );
    expect(next.definition.channels[0].secret).toBeDefined();
    expect(statusOf(next, now)).toBe('firing');
    for (const wrong of [
      { ...input, metric: undefined },
      { ...input, condition: { kind: 'threshold' as const, direction: 'either' as const, value: 1 } },
      { ...input, condition: { kind: 'change' as const, direction: 'above' as const, value: -1 } },
      { title: 'x', kind: 'models' as const, metric: 'events' },
      { ...input, subject: 'ranker' },
    ]) {
      await expect(service.create(wrong, 'ada')).rejects.toMatchObject({ code: 'invalid_request' });
    }
  });

  it('tells of each problem that joins, of its own subject only, and when all are over', async () => {
    const { channels } = input;
    const { id } = await service.create(
      { title: 'E', kind: 'experiments', subject: 'banner', locale: 'pt-BR', channels },
      'ada',
    );
    const look = async (...found: Problem[]) => {
      problems = found;
      await service.run();
      await service.settle();
    };
    await look(problem('other', 'srm'));
    expect(types()).toEqual([]);
    await look(problem('banner', 'srm'));
    await look(problem('banner', 'srm'));
    await service.acknowledge(id, 'ada');
    await look(problem('banner', 'srm'), problem('banner', 'guardrail'));
    expect(types()).toEqual(['alert.firing', 'alert.firing']);
    expect(sent[1].body.data).toMatchObject({
      ...{ kind: 'experiments', metric: null },
      detail: 'banner: guardrail está errado',
    });
    expect(service.get(id).state.acknowledged).toBeNull();
    await look(problem('banner', 'guardrail'));
    await service.snooze(id, now + hour, 'ada');
    await look(problem('banner', 'guardrail'), problem('banner', 'srm'));
    expect(sent).toHaveLength(2);
    now += hour;
    await look(problem('banner', 'guardrail'), problem('banner', 'srm'));
    expect(types()).toEqual(['alert.firing', 'alert.firing', 'alert.firing']);
    expect(sent[2].body.data.detail).toContain('banner: srm está errado');
    await look();
    expect(types().at(-1)).toBe('alert.ok');
    expect(statusOf(service.get(id), now)).toBe('ok');
  });

  it('says that it could not look, in its own words', async () => {
    const { id } = await service.create({ title: 'P', kind: 'pipeline' }, 'ada');
    await service.run();
    expect(statusOf(service.get(id), now)).toBe('error');
    expect(service.get(id).state.error).toBe('it could not be looked at');
  });

  it('puts a removed alert back with its secrets, history and state, for an hour', async () => {
    const { id } = await service.create(input, 'ada');
    values.set(50, 30);
    await after(50);
    await service.remove(id);
    expect(() => service.get(id)).toThrow('there is no alert');
    const back = await service.restore(id);
    expect(back.definition.channels).toEqual(input.channels);
    expect(back.state.history[0].kind).toBe('firing');
    service = await open();
    expect(statusOf(service.get(id), now)).toBe('firing');
    await service.remove(id);
    now += hour + 1;
    await expect(service.restore(id)).rejects.toMatchObject({ code: 'gone' });
  });

  it('reads alerts of models that were stored before other things had problems', async () => {
    const { id } = await service.create({ title: 'M', kind: 'models', subject: 'ranker' }, 'ada');
    const documents = control.documents('alerts');
    const stored = (await documents.get(id))!;
    const definition = { ...(stored.body.definition as object), watch: { kind: 'models', model: 'ranker' } };
    await documents.put(id, JSON.parse(JSON.stringify({ ...stored.body, definition })), now);
    service = await open();
    expect(service.get(id).definition.watch).toEqual({ kind: 'models', subject: 'ranker' });
  });

  it('shows when it would have fired', async () => {
    values.set(3, 30).set(4, 30).set(20, 25);
    const { episodes, periods } = await service.preview(input);
    expect(periods).toBe(720);
    expect(episodes.map(({ from, peak }) => [(from - start) / hour, peak])).toEqual([
      [3, 30],
      [20, 25],
    ]);
  });
});
