import { describe, expect, it } from 'vitest';
import type { DecisionRecord, EventRecord } from '../../stores/journal/record.ts';
import { Attribution } from './attribution.ts';

const hour = 3_600_000;
const noon = Date.UTC(2026, 2, 1, 12);
const person = 3;

function decision(decisionId: string, items: string[], at = noon, placement = 'home'): DecisionRecord {
  return {
    kind: 'decision',
    ...{ decisionId, timestamp: at, receivedAt: at, placement, model: 'heuristic@1', policy: 'greedy' },
    ...{ context: {}, stateOffset: 0, candidates: { retrieved: 9, eligible: 9 }, origin: 'live' },
    slate: items.map((itemId) => ({ itemId, source: 'popular', score: 1, propensity: 1 })),
  };
}

function run(...steps: (DecisionRecord | (Partial<EventRecord> & { row?: number }))[]): Attribution {
  const attribution = new Attribution(24, () => true);
  steps.forEach((step, offset) => {
    if ('slate' in step) {
      attribution.apply({ record: step, offset, customerRow: person, itemRow: -1 });
      return;
    }
    const { row = person, ...fields } = step;
    const timestamp = fields.timestamp ?? noon + hour;
    const record: EventRecord = {
      ...{ kind: 'event', type: 'click', messageId: String(offset), origin: 'live', receivedAt: timestamp },
      ...{ itemId: 'a', timestamp },
      ...fields,
    };
    attribution.apply({ record, offset, customerRow: row, itemRow: 0 });
  });
  return attribution;
}

const clicks = (attribution: Attribution, id = 'd1') => Array.from(attribution.outcomes.get(id)!.clicked);

describe('outcomes are joined to decisions', () => {
  it('by decision id, whoever sends it, within the window', () => {
    expect(clicks(run(decision('d1', ['a', 'b']), { decisionId: 'd1', itemId: 'b', row: 99 }))).toEqual([
      0, 1,
    ]);
    const late = { decisionId: 'd1', timestamp: noon + 24 * hour + 1 };
    expect(clicks(run(decision('d1', ['a', 'b']), late))).toEqual([0, 0]);
    const other = { decisionId: 'd1', itemId: 'c' };
    expect(clicks(run(decision('d1', ['a', 'b']), other))).toEqual([0, 0]);
  });

  it('else by last touch: the newest decision of the customer that showed the item', () => {
    const later = decision('d2', ['a', 'c'], noon + hour / 2);
    const both = run(decision('d1', ['a', 'b']), later, { itemId: 'a' }, { itemId: 'b' });
    expect(clicks(both, 'd2')).toEqual([1, 0]);
    expect(clicks(both, 'd1')).toEqual([0, 1]);
    expect(clicks(run(decision('d1', ['a']), { itemId: 'a', row: 4 }))).toEqual([0]);
    expect(clicks(run(decision('d1', ['a']), { itemId: 'a', placement: 'cart' }))).toEqual([0]);
  });

  it('a purchase without decision id needs a slot that was seen, and adds its money', () => {
    const buy = { type: 'purchase', itemId: 'a', value: 5 };
    expect(run(decision('d1', ['a']), buy).outcomes.get('d1')!.bought[0]).toBe(0);
    const seen = run(decision('d1', ['a']), {}, buy, buy).outcomes.get('d1')!;
    expect([seen.bought[0], seen.value[0]]).toEqual([1, 10]);
    const named = run(decision('d1', ['a']), { ...buy, decisionId: 'd1' }).outcomes.get('d1')!;
    expect(named.bought[0]).toBe(1);
  });

  it('follow a person whose histories were joined', () => {
    const attribution = run(decision('d1', ['a']));
    attribution.merge(person, 8);
    const record: EventRecord = {
      ...{ kind: 'event', type: 'click', messageId: 'x', customerId: 'c', itemId: 'a' },
      ...{ timestamp: noon + hour, receivedAt: noon + hour, origin: 'live' },
    };
    attribution.apply({ record, offset: 5, customerRow: 8, itemRow: 0 });
    expect(clicks(attribution)).toEqual([1]);
  });
});
