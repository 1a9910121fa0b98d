import { expect, it } from 'vitest';
import { outcomeLines } from './train-outcome.ts';

const quality = { name: 'quality', passed: true, skipped: false, detail: 'NDCG@10 +0.05' };
const offPolicy = { name: 'offPolicy', passed: true, skipped: true, detail: 'there are no logged decisions' };
const outcome = {
  version: 3,
  promoted: true,
  gates: [quality, offPolicy],
  summary: { 'ndcg@10': 0.1808412 },
};

it('says of each gate whether it passed, refused or was skipped, and why', () => {
  expect(outcomeLines('ranker', outcome)).toEqual([
    'ranker@3',
    '  ndcg@10                    0.18084',
    '  passed  quality: NDCG@10 +0.05',
    '  skipped offPolicy: there are no logged decisions',
    'It is champion now.',
  ]);
});

it('names the gates that kept it from becoming champion', () => {
  const refused = { ...quality, passed: false, detail: 'short by 0.004' };
  const lines = outcomeLines('ranker', { ...outcome, promoted: false, gates: [refused, offPolicy] });
  expect(lines.slice(-3)).toEqual([
    '  refused quality: short by 0.004',
    '  skipped offPolicy: there are no logged decisions',
    'It did not become champion: refused by quality.',
  ]);
  expect(outcomeLines('ranker', { ...outcome, promoted: false }).at(-1)).toContain('not asked for');
});
