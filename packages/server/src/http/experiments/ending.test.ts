import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ProblemBody, TestApp } from '../testing/test-app.ts';

interface Ending {
  outcome: string;
  variant: string | null;
  reason: string;
  by: { id: string; name: string };
}
interface Experiment extends ProblemBody {
  state: string;
  ending: Ending | null;
}

let server: TestApp;
let key: string;

beforeAll(async () => {
  server = await TestApp.start();
  key = await server.key(['experiments:write']);
});
afterAll(() => server.close());

async function running(name: string): Promise<void> {
  const made = await server.call('POST', '/v1/experiments', {
    ...{ key: name, hypothesis: 'Blue sells more.' },
    variants: [
      { key: 'control', weight: 0.5, effect: { kind: 'none' } },
      { key: 'blue', weight: 0.5, effect: { kind: 'none' } },
    ],
    metrics: [{ key: 'buyers', kind: 'proportion', role: 'goal', events: ['purchase'] }],
  });
  expect([made.status, made.body.detail]).toEqual([201, undefined]);
  expect((await server.call('POST', `/v1/experiments/${name}/start`)).status).toBe(200);
}

const stop = (name: string, body?: object) =>
  server.call<Experiment>('POST', `/v1/experiments/${name}/stop`, body, { key });

describe('why an experiment ended', () => {
  it('is kept with who said it, and audited', async () => {
    await running('shipped');
    const { status, body } = await stop('shipped', {
      ...{ outcome: 'shipped', variant: 'blue', reason: '  Two weeks, +4 % buyers, no guardrail moved. ' },
    });
    const reason = 'Two weeks, +4 % buyers, no guardrail moved.';
    expect([status, body.state]).toEqual([200, 'stopped']);
    expect(body.ending).toMatchObject({ outcome: 'shipped', variant: 'blue', reason, by: { name: 'test' } });
    const { body: again } = await server.call<Experiment>('GET', '/v1/experiments/shipped');
    expect(again.ending).toEqual(body.ending);
    const { body: audit } = await server.call<{ data: { actor: string; detail: object }[] }>(
      'GET',
      '/v1/audit?action=experiment.stopped&target=shipped',
    );
    expect(audit.data).toMatchObject([
      { actor: body.ending!.by.id, detail: { outcome: 'shipped', variant: 'blue', reason } },
    ]);
  });

  it('may be left out by programs', async () => {
    await running('silent');
    expect((await stop('silent')).body).toMatchObject({ state: 'stopped', ending: null });
  });

  it.each([
    [{ outcome: 'rolledBack' }, '/reason'],
    [{ outcome: 'shipped', variant: 'blue' }, '/reason'],
    [{ outcome: 'shipped', reason: 'won' }, '/variant'],
    [{ outcome: 'shipped', variant: 'green', reason: 'won' }, '/variant'],
    [{ outcome: 'rolledBack', variant: 'blue', reason: 'lost' }, '/variant'],
    [{ outcome: 'forgotten', reason: 'lost' }, '/outcome'],
    [{ outcome: 'stopped', reason: '   ' }, '/reason'],
  ])('refuses %j and goes on running', async (body, path) => {
    if ((await server.call('GET', '/v1/experiments/open')).status === 404) await running('open');
    const answer = await stop('open', body);
    expect([answer.status, answer.body.errors?.[0].path]).toEqual([400, path]);
    expect((await server.call<Experiment>('GET', '/v1/experiments/open')).body.state).toBe('running');
  });
});
