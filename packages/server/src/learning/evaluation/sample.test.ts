import { expect, it } from 'vitest';
import type { Collected, JudgedDecision } from './collect.ts';
import { rankRows } from './sample.ts';
import { stepped } from './target.ts';

const decision = (placeCount: number, place: number): JudgedDecision => ({
  logged: {
    ...{ decisionId: 'd', stateOffset: 0, at: 0, customerId: 'c', anonymousId: undefined, model: 'm@1' },
    ...{ policy: 'greedy', context: {}, restrictions: {}, items: ['i'], propensities: [0.5], scores: [1] },
    ...{ evidence: [undefined], teaches: undefined },
  },
  ...{ customer: 0, places: Int32Array.of(place), probabilities: stepped(placeCount, 1, 1), placeCount },
  ...{ supported: new Uint8Array(placeCount).fill(1), prefix: undefined, featureRow: 0 },
});

it('numbers actions by place, and knows which of them a decision had', () => {
  const collected: Collected = {
    decisions: [decision(2, 1), decision(4, 0), decision(3, -1)],
    ...{ rewards: new Float64Array(3), features: null, names: [], width: 0, maxPlaces: 4 },
  };
  const { feedback, isCandidate } = rankRows(collected, 1);
  expect(feedback.actionCount).toBe(5);
  expect(Array.from(feedback.actions)).toEqual([1, 0, 4]);
  const candidates = [0, 1, 2].map((row) => [0, 1, 2, 3, 4].filter((action) => isCandidate(row, action)));
  // The last action is an item beyond the places: only where one was shown.
  expect(candidates).toEqual([
    [0, 1],
    [0, 1, 2, 3],
    [0, 1, 2, 4],
  ]);
});
