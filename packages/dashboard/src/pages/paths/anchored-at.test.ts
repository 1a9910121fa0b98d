import { expect, test } from 'vitest';
import { readFilter } from '../../components/asking/filter.ts';
import { anchoredAt } from './anchored-at.ts';

const go = (search: string, value: string, step: number) =>
  anchoredAt(new URLSearchParams(search), value, step);

test('a type of event becomes the beginning, or the end where paths lead to one', () => {
  expect(go('p=7d', 'click', 2).toString()).toBe('p=7d&start=click');
  expect(go('start=page_view&sf=x', 'click', 1).toString()).toBe('start=click');
  expect(go('end=purchase', 'click', -2).toString()).toBe('end=click');
  expect(go('start=page_view&end=purchase', 'click', 2).toString()).toBe('start=click&end=purchase');
});

test('another dimension filters the anchor, or the question without one', () => {
  const filter = (search: string, name: string, value = 'web') =>
    readFilter(go(search, value, 1).get(name) ?? '').parts;
  const leaf = { dimension: 'channel', op: 'in', values: ['web'] };
  expect(filter('by=channel', 'f')).toEqual([leaf]);
  expect(filter('by=channel&start=click', 'sf')).toEqual([leaf]);
  expect(filter('by=channel&end=click', 'ef')).toEqual([leaf]);
  const before = go('by=channel', 'app', 1).toString();
  expect(filter(before, 'f')).toEqual([leaf]);
});

test('a filter whose parts are alternatives is kept whole beside the new one', () => {
  const either = { join: 'or', parts: [{ dimension: 'device', op: 'exists', values: [] }] };
  const next = go(`by=channel&f=${encodeURIComponent(JSON.stringify(either))}`, 'web', 1);
  expect(readFilter(next.get('f') ?? '')).toEqual({
    join: 'and',
    parts: [either, { dimension: 'channel', op: 'in', values: ['web'] }],
  });
});
