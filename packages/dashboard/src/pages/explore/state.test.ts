import { expect, test } from 'vitest';
import { defaultState, type ExploreState, readState, writeState } from './state.ts';

const state: ExploreState = {
  metrics: ['revenue', 'conversionRate'],
  dimensions: ['channel', 'device'],
  filter: { join: 'or', parts: [{ dimension: 'brand', op: 'in', values: ['A & B', '='] }] },
  period: '2026-01-01..2026-01-31',
  granularity: '',
  timeZone: 'America/Sao_Paulo',
  compare: 'previous',
  kind: 'pivot',
  limit: 12,
  other: false,
  anomalies: true,
  drilled: [{ dimension: 'category', value: '' }],
};

test('the address holds the whole state', () => {
  expect(readState(new URLSearchParams(writeState(state).toString()))).toEqual(state);
});

test('the usual question has an empty address, and nonsense is the usual', () => {
  expect(writeState(defaultState).toString()).toBe('');
  const nonsense = new URLSearchParams('by=eon&as=pie&top=-4&in=%7B&f=%7B&tz=Mars/Base');
  expect(readState(nonsense)).toEqual(defaultState);
});
