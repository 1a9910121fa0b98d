import { expect, test } from 'vitest';
import type { ModelVersion } from '../../../api/models.ts';
import { sortVersions } from './sort-versions.ts';

const version = (number: number, summary: Record<string, number>): ModelVersion => ({
  ...{ name: 'ranker', version: number, kind: 'trees', format: 'xgboost-ubjson', state: 'ready' },
  ...{ label: 'click', aliases: [], summary, notes: '', tags: [], createdBy: 'system' },
  createdAt: `2026-01-0${number}T00:00:00.000Z`,
});
const versions = [
  version(1, { auc: 0.7 }),
  version(2, {}),
  version(3, { auc: 0.9 }),
  version(4, { auc: 0.7 }),
];
const order = (key: string, descending: boolean) =>
  sortVersions(versions, key, descending).map(({ version: number }) => number);

test('orders by a figure, newest first among equals, versions without it last', () => {
  expect(order('auc', true)).toEqual([3, 4, 1, 2]);
  expect(order('auc', false)).toEqual([4, 1, 3, 2]);
});

test('orders by number and by time', () => {
  expect(order('version', true)).toEqual([4, 3, 2, 1]);
  expect(order('createdAt', false)).toEqual([1, 2, 3, 4]);
});
