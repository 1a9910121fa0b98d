import { expect, test } from 'vitest';
import type { Alert } from '../../api/alerts.ts';
import { toDefinition, toDraft } from './draft.ts';

function alert(filters: unknown[]): Alert {
  const condition = { kind: 'threshold', direction: 'above', value: 5 } as const;
  return {
    ...{
      id: 'a',
      version: 1,
      title: 'Many',
      kind: 'metric',
      metric: 'events',
      step: 'hour',
      condition,
      filters,
    },
    ...{
      status: 'ok',
      firing: false,
      since: '',
      judgedTo: null,
      recent: [],
      snoozedUntil: null,
      acknowledged: null,
    },
    ...{ error: null, history: [], createdAt: '', createdBy: '', updatedAt: '' },
  };
}

const numeric = new Set(['weekday']);

test('filters that others wrote are edited, or kept as they are', () => {
  const written = [
    { dimension: 'category', op: 'exists' },
    { dimension: 'weekday', op: 'eq', values: [1] },
    { dimension: 'channel', op: 'notIn', values: ['app'] },
  ];
  const draft = toDraft(alert(written));
  expect(draft.filter.parts).toEqual([
    { dimension: 'category', op: 'exists', values: [] },
    { dimension: 'weekday', op: 'in', values: ['1'] },
    { dimension: 'channel', op: 'notIn', values: ['app'] },
  ]);
  expect(toDefinition(draft, numeric, 'en')?.filters).toEqual([
    { dimension: 'category', op: 'exists', values: [] },
    { dimension: 'weekday', op: 'in', values: [1] },
    { dimension: 'channel', op: 'notIn', values: ['app'] },
  ]);
  const nested = [...written, { not: written[0] }];
  expect(toDefinition(toDraft(alert(nested)), numeric, 'en')?.filters).toEqual(nested);
});
