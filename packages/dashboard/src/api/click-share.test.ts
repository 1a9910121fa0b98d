import { expect, test } from 'vitest';
import { clickShare } from './click-share.ts';

test('clicks of what was shown are a share of it', () => {
  expect(clickShare({ clicks: 1, impressions: 4 })).toBe(0.25);
  expect(clickShare({ clicks: 4, impressions: 4 })).toBe(1);
  expect(clickShare({ clicks: 0, impressions: 4 })).toBe(0);
});

test('clicks whose impressions are not logged have none', () => {
  expect(clickShare({ clicks: 6, impressions: 0 })).toBeNull();
  expect(clickShare({ clicks: 6, impressions: 5 })).toBeNull();
});
