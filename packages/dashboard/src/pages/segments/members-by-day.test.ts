import { expect, test } from 'vitest';
import { dayOf, membersByDay } from './members-by-day.ts';

test('members are counted back from now, over days without moves, too', () => {
  const moves = [
    { segment: 'S', day: '2026-03-01', entered: 5, left: 1 },
    { segment: 'S', day: '2026-02-27', entered: 2, left: 0 },
  ];
  const days = membersByDay(moves, 10, 4, '2026-03-01');
  expect(days.map(({ members }) => members)).toEqual([4, 6, 6, 10]);
  expect(days.map(({ entered }) => entered)).toEqual([0, 2, 0, 5]);
});

test('a day begins at midnight of the zone', () => {
  const at = Date.parse('2026-03-01T01:30:00Z');
  expect([dayOf(at, 'UTC'), dayOf(at, 'America/Sao_Paulo')]).toEqual(['2026-03-01', '2026-02-28']);
});
