import { expect, test } from 'vitest';
import type { AnalyticsSchema } from '../../api/analytics.ts';
import { questionOf } from './question.ts';
import { defaultState } from './state.ts';

const schema: AnalyticsSchema = { metrics: [], dimensions: [], granularities: [], timeZone: 'UTC' };
const now = Date.parse('2026-03-10T14:20:00Z');

test('grids ask for as many groups as an answer may have, by hours of a month as well', () => {
  const grid = { ...defaultState, kind: 'heat' as const, dimensions: ['channel'] };
  const limit = (granularity: 'hour' | 'day' | '', period: string) =>
    questionOf({ ...grid, granularity, period }, 'UTC', now, schema)?.limit;
  expect(limit('', '30d')).toBe(200);
  expect(limit('day', '365d')).toBe(200);
  // 100,000 rows over 721 hours.
  expect(limit('hour', '30d')).toBe(138);
});
