import { describe, expect, it } from 'vitest';
import type { JournalReader } from '../../stores/journal/journal-reader.ts';
import type { DecisionRecord, EventRecord, JournalRecord } from '../../stores/journal/record.ts';
import { readDecisions } from './logged-decisions.ts';
import { Problems, Refused } from './problems.ts';
import { checkEvaluation, type EvaluationInput } from './request.ts';
import { Rewards } from './rewards.ts';

const hour = 3_600_000;
const start = Date.parse('2026-05-01T00:00:00Z');

function decision(id: string, propensities: number[], more: Partial<DecisionRecord> = {}): DecisionRecord {
  return {
    ...{ kind: 'decision', decisionId: id, timestamp: start, receivedAt: start, customerId: `c-${id}` },
    ...{ placement: 'home', model: 'heuristic@1', policy: 'epsilonGreedy(0.2)', context: {}, stateOffset: 0 },
    slate: propensities.map((propensity, i) => ({
      itemId: `i${i}`,
      source: 'popular',
      score: 1,
      propensity,
    })),
    ...{ candidates: { retrieved: 9, eligible: 9 }, origin: 'live', ...more },
  } as DecisionRecord;
}

/** Something that arrives long after, so that every window has ended. */
const later: JournalRecord = { kind: 'item_removed', receivedAt: start + 90 * 24 * hour, itemId: 'x' };

function read(records: JournalRecord[], input: Partial<EvaluationInput> = {}) {
  const reader: JournalReader = {
    head: records.length,
    async *rows() {
      yield { firstOffset: 0, count: records.length, text: JSON.stringify(records) };
    },
    close: () => undefined,
  };
  const request = checkEvaluation({ policy: { kind: 'greedy' }, ...input }, 'heuristic');
  return readDecisions(reader, request, { check: () => undefined, onProgress: () => undefined });
}

const good = (count: number) => Array.from({ length: count }, (_, i) => decision(`g${i}`, [0.8, 0.7]));

async function refusal(records: JournalRecord[], input?: Partial<EvaluationInput>): Promise<Refused> {
  const error = await read(records, input).catch((caught: unknown) => caught);
  if (error instanceof Refused) return error;
  throw new Error('it was not refused');
}

describe('readDecisions', () => {
  it('leaves out by name what cannot be judged', async () => {
    const bad = [
      decision('zero', [0, 0.5]),
      decision('minus', [0.5, -0.1]),
      decision('much', [1.2, 0.5]),
      decision('short', [0.5]),
      decision('g1', [0.8, 0.7]),
      decision('copied', [0.8, 0.7], { origin: 'import' }),
      decision('elsewhere', [0.8, 0.7], { placement: 'cart' }),
    ];
    const { decisions, found, ranks, problems } = await read([...good(600), ...bad, later], {
      origins: ['live'],
    });
    expect([decisions.length, found, ranks]).toEqual([600, 606, 2]);
    expect(problems.list()).toEqual([
      { code: 'propensity-not-positive', count: 2 },
      { code: 'propensity-above-one', count: 1 },
      { code: 'duplicate-decision', count: 1 },
      { code: 'slate-too-short', count: 1 },
      { code: 'other-origin', count: 1 },
    ]);
  });

  it('refuses a log whose propensities cannot be, with their number', async () => {
    const { refusal: why, found, problems } = await refusal([...good(50), decision('zero', [0, 0]), later]);
    expect(why).toMatchObject({ code: 'propensities-broken', figure: 1, limit: 0 });
    expect([found, problems?.count('propensity-not-positive')]).toEqual([51, 1]);
  });

  it('waits for attribution windows unless told otherwise', async () => {
    const { refusal: why } = await refusal(good(3));
    expect(why).toMatchObject({ code: 'no-decisions', figure: 0 });
    expect(why.message).toContain('3 of 3 decisions has not ended');
    expect((await read(good(3), { includeOpen: true })).decisions).toHaveLength(3);
    expect((await refusal([later])).refusal.message).toContain('holds no decisions');
  });

  it('samples by chance, the same for the same seed', async () => {
    const sample = async (seed: number) =>
      (await read([...good(100), later], { maxDecisions: 10, seed })).decisions.map((one) => one.decisionId);
    expect(await sample(1)).toEqual(await sample(1));
    expect(await sample(1)).not.toEqual(await sample(2));
  });
});

describe('Rewards', () => {
  const [one] = good(1);
  const event = (id: string, more: Partial<EventRecord>): EventRecord => ({
    ...{ kind: 'event', type: 'click', messageId: id, customerId: 'c-g0', itemId: 'i0', decisionId: 'g0' },
    ...{ timestamp: start + hour, receivedAt: start + hour, origin: 'live', ...more },
  });

  async function join(kind: 'click' | 'value', events: EventRecord[]) {
    const { decisions } = await read([...good(2), later]);
    const problems = new Problems();
    const rewards = new Rewards(decisions, kind, 24, problems);
    const applied = { customerRow: 0, itemRow: 0 };
    rewards.apply({ ...applied, record: one, offset: 0 });
    events.forEach((record, i) => {
      rewards.apply({ ...applied, record, offset: i + 1 });
    });
    return { earned: [rewards.of('g0', 0), rewards.of('g0', 1)], problems: problems.list() };
  }

  it('counts each slot once, and by name what must not count', async () => {
    const { earned, problems } = await join('click', [
      event('a', {}),
      event('a', {}),
      event('b', {}),
      event('c', { itemId: 'i1', timestamp: start - hour }),
      event('d', { itemId: 'i1', timestamp: start + 25 * hour }),
      event('e', { itemId: 'other' }),
    ]);
    expect(earned).toEqual([1, 0]);
    expect(problems).toEqual([
      { code: 'reward-before-decision', count: 1 },
      { code: 'duplicate-reward', count: 2 },
      { code: 'reward-after-window', count: 1 },
      { code: 'reward-without-slot', count: 1 },
    ]);
  });

  it('adds up what a slot was bought for', async () => {
    const bought = (id: string, value: number) => event(id, { type: 'purchase', value });
    const { earned, problems } = await join('value', [bought('a', 5), bought('b', 7), bought('b', 7)]);
    expect(earned).toEqual([12, 0]);
    expect(problems).toEqual([{ code: 'duplicate-reward', count: 1 }]);
  });
});
