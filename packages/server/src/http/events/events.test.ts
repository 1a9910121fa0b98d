import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EventRecord } from '../../stores/journal/record.ts';
import { adminKey, type ProblemBody, TestApp } from '../testing/test-app.ts';

const view = (messageId: string, customerId = 'c-1') => ({ type: 'page_view', customerId, messageId });

async function journalEvents(app: TestApp): Promise<EventRecord[]> {
  const events: EventRecord[] = [];
  for await (const { records } of app.app.services.journal.read(0)) {
    for (const record of records) {
      if (record?.kind === 'event' && !record.type.startsWith('segment_')) events.push(record);
    }
  }
  return events;
}

describe('POST /v1/events', () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await TestApp.start({ MAX_PENDING_RECORDS: '2000' });
  });
  afterEach(() => app.close());

  it('answers when the events are in the journal and in the profile', async () => {
    const { status, body } = await app.send([
      view('m-1'),
      { ...view('m-2'), type: 'purchase', value: 9, currency: 'USD' },
    ]);
    expect([status, body]).toEqual([202, { accepted: 2, duplicates: 0, rejected: [] }]);
    expect(await journalEvents(app)).toHaveLength(2);
    const profile = await app.call<{ recentEvents: { type: string }[] }>('GET', '/v1/customers/c-1');
    // Segments that these events open may have been entered meanwhile.
    const own = profile.body.recentEvents
      .map(({ type }) => type)
      .filter((type) => !type.startsWith('segment_'));
    expect(own).toEqual(['purchase', 'page_view']);
  });

  it('counts a messageId once, also across a restart and a checkpoint', async () => {
    await app.send([view('m-1'), view('m-2')]);
    expect((await app.send([view('m-2'), view('m-3')])).body).toMatchObject({ accepted: 1, duplicates: 1 });
    await app.restart();
    expect((await app.send([view('m-1'), view('m-3'), view('m-4')])).body).toMatchObject({
      accepted: 1,
      duplicates: 2,
    });
    expect((await journalEvents(app)).map(({ messageId }) => messageId)).toEqual([
      'm-1',
      'm-2',
      'm-3',
      'm-4',
    ]);
    const { body } = await app.call<{ eventsReceived: number }>('GET', '/v1/status');
    expect(body.eventsReceived).toBe(4);
  });

  it('goes on when clients leave before their answer', async () => {
    const large = (n: number) =>
      Array.from({ length: 900 }, (_, i) => ({
        ...view(`m-${n}-${i}`),
        properties: { text: 'x'.repeat(500) },
      }));
    for (let round = 0; round < 6; round++) {
      const left = Array.from({ length: 8 }, (_, n) =>
        fetch(`${app.url}/v1/events`, {
          method: 'POST',
          headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
          body: JSON.stringify({ events: large(round * 8 + n) }),
          signal: AbortSignal.timeout(5 + n * 4),
        }).catch(() => undefined),
      );
      await Promise.all(left);
    }
    await expect.poll(async () => (await app.send([view('after')])).status).toBe(202);
  });

  it('accepts each of many concurrent duplicates once', async () => {
    const ids = Array.from({ length: 20 }, (_, i) => view(`m-${i}`));
    const answers = await Promise.all(Array.from({ length: 25 }, () => app.send(ids)));
    expect(answers.every(({ status }) => status === 202)).toBe(true);
    expect(answers.reduce((sum, { body }) => sum + body.accepted, 0)).toBe(20);
    expect(await journalEvents(app)).toHaveLength(20);
  });

  it('answers 503 with Retry-After when too much waits, and loses nothing that it accepted', async () => {
    const batch = (b: number) => Array.from({ length: 900 }, (_, i) => view(`m-${b}-${i}`));
    const answers = await Promise.all(Array.from({ length: 12 }, (_, b) => app.send(batch(b))));
    const refused = answers.filter(({ status }) => status === 503);
    const accepted = answers.filter(({ status }) => status === 202);
    expect(refused.length + accepted.length).toBe(12);
    expect(refused.length).toBeGreaterThan(0);
    for (const { headers, body } of refused) {
      expect(headers.get('retry-after')).toBe('1');
      expect((body as unknown as ProblemBody).code).toBe('overloaded');
    }
    expect(await journalEvents(app)).toHaveLength(accepted.length * 900);
    for (let b = 0; b < 12; b++) await app.send(batch(b));
    expect(await journalEvents(app)).toHaveLength(12 * 900);
  });

  it('marks what comes with a simulation key, whatever the sender says', async () => {
    const key = await app.key(['events:write'], { origin: 'simulated' });
    await app.send([view('m-1')], { key });
    expect(await journalEvents(app)).toMatchObject([{ origin: 'simulated' }]);
    expect((await app.send([{ ...view('m-2'), origin: 'live' }], { key })).status).toBe(400);
    expect((await app.call('GET', '/v1/status')).body).toMatchObject({ simulated: true });
  });

  it('corrects a clock that is a day ahead by sentAt, and refuses its events without', async () => {
    const ahead = Date.now() + 86_400_000;
    const event = { ...view('m-1'), timestamp: new Date(ahead - 60_000).toISOString() };
    expect((await app.send([event])).status).toBe(400);
    const answer = await app.call('POST', '/v1/events', {
      events: [event],
      sentAt: new Date(ahead).toISOString(),
    });
    expect(answer.status).toBe(202);
    const [{ timestamp }] = await journalEvents(app);
    expect(Math.abs(timestamp - (Date.now() - 60_000))).toBeLessThan(10_000);
  });

  it('joins the anonymous history to the customer', async () => {
    await app.send([{ type: 'click', anonymousId: 'a-1', messageId: 'm-1' }]);
    expect((await app.call('GET', '/v1/customers/a-1')).body).toMatchObject({
      customerId: null,
      anonymousId: 'a-1',
    });
    await app.send([{ type: 'identify', anonymousId: 'a-1', customerId: 'c-9', traits: { tier: 'gold' } }]);
    const { body } = await app.call<{ recentEvents: { type: string }[] }>('GET', '/v1/customers/c-9');
    expect(body).toMatchObject({ customerId: 'c-9', attributes: { tier: 'gold' } });
    expect(body.recentEvents.map(({ type }) => type)).toContain('click');
  });
});

describe('GET /v1/events', () => {
  let app: TestApp;
  const start = Date.now() - 3_600_000;
  const at = (i: number) => new Date(start + i * 1000).toISOString();
  interface List {
    data: {
      messageId: string;
      type: string;
      timestamp: string;
      customerId?: string;
      properties?: object;
      value?: number;
    }[];
    nextCursor: string | null;
  }

  beforeEach(async () => {
    app = await TestApp.start();
    const events = Array.from({ length: 25 }, (_, i) => ({
      type: i % 5 === 0 ? 'purchase' : 'page_view',
      customerId: `c-${i % 2}`,
      messageId: `m-${i}`,
      itemId: 'i-1',
      timestamp: at(i),
      ...(i % 5 === 0
        ? { value: i, currency: 'USD' }
        : { properties: { page: `/${i}`, deep: { a: ['é', "'"] } } }),
    }));
    await app.send([
      ...events,
      { type: 'click', anonymousId: 'a-1', messageId: 'anonymous', timestamp: at(30) },
    ]);
    await app.send([
      { type: 'alias', anonymousId: 'a-1', customerId: 'c-1', messageId: 'joined', timestamp: at(31) },
    ]);
    await app.settle();
  });
  afterEach(() => app.close());

  const list = async (query: string) => (await app.call<List>('GET', `/v1/events?${query}`)).body;

  it('lists what was sent, newest first, as it was sent', async () => {
    const { data } = await list('limit=500&type=page_view');
    expect(data.map(({ messageId }) => messageId)).toEqual(
      Array.from({ length: 25 }, (_, i) => 24 - i)
        .filter((i) => i % 5 !== 0)
        .map((i) => `m-${i}`),
    );
    expect(data[0]).toMatchObject({
      customerId: 'c-0',
      timestamp: at(24),
      properties: { page: '/24', deep: { a: ['é', "'"] } },
    });
    expect(data[0]).not.toHaveProperty('value');
  });

  it('filters by customer with what they did before signing in, by type, item and time', async () => {
    const ids = async (query: string) => (await list(query)).data.map(({ messageId }) => messageId);
    const own = await ids('customerId=c-1&limit=100');
    expect(own).toEqual(expect.arrayContaining(['anonymous', 'joined', 'm-1', 'm-23']));
    expect(own).not.toContain('m-2');
    expect(await ids('type=purchase')).toEqual(['m-20', 'm-15', 'm-10', 'm-5', 'm-0']);
    expect(await ids(`from=${at(3)}&to=${at(6)}&itemId=i-1`)).toEqual(['m-5', 'm-4', 'm-3']);
    expect(await ids(`type=${encodeURIComponent("x' OR 1=1 --")}`)).toEqual([]);
  });

  it('lists of a shared device what each did there without signing in', async () => {
    const click = (messageId: string) => app.send([{ type: 'click', anonymousId: 'shared', messageId }]);
    const signIn = (customerId: string) =>
      app.send([
        { type: 'identify', anonymousId: 'shared', customerId, messageId: `in-${customerId}-${++signIns}` },
      ]);
    let signIns = 0;
    // Links are told apart by the millisecond of their arrival.
    const later = () => sleep(5);
    for (const step of [
      () => click('before'),
      () => signIn('ada'),
      () => click('of-ada'),
      () => signIn('bob'),
      () => click('of-bob'),
      () => signIn('ada'),
      () => click('of-ada-again'),
    ]) {
      await step();
      await later();
    }
    await app.settle();
    const ids = async (who: string) =>
      (await list(`customerId=${who}`)).data.map(({ messageId }) => messageId).sort();
    expect(await ids('ada')).toEqual(['before', 'in-ada-1', 'in-ada-3', 'of-ada', 'of-ada-again']);
    expect(await ids('bob')).toEqual(['in-bob-2', 'of-bob']);
  });

  it('pages with a cursor that stays good while events arrive', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: List = await list(`limit=7&itemId=i-1${cursor === null ? '' : `&cursor=${cursor}`}`);
      seen.push(...page.data.map(({ messageId }) => messageId));
      cursor = page.nextCursor;
      await app.send([{ type: 'click', customerId: 'c-0', itemId: 'i-1' }]);
      await app.settle();
    } while (cursor !== null);
    expect(seen).toEqual(Array.from({ length: 25 }, (_, i) => `m-${24 - i}`));
    expect((await app.call('GET', '/v1/events?cursor=garbage')).status).toBe(400);
  });
});
