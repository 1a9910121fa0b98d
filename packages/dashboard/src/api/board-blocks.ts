import type { BoardContent } from './boards.ts';
import type { ReportBlock } from './reports.ts';

const shows = { line: 'chart', bar: 'chart', table: 'table', figure: 'figures' } as const;

/** A board's cards as sections of a report, over `days` whole days or the board's own time. */
export function blocksOfBoard(
  board: Pick<BoardContent, 'cards' | 'days' | 'from' | 'to' | 'timeZone'>,
  days = board.days,
): ReportBlock[] {
  const { from, to, timeZone } = board;
  const fixed = days === undefined && from !== undefined && to !== undefined;
  return board.cards.map(({ title, kind, query }) => ({
    type: 'query',
    ...(title !== '' && { title }),
    query: { ...query, ...(timeZone && { timeZone }), ...(fixed && { from, to }) },
    ...(!fixed && { lastDays: days ?? 30 }),
    show: shows[kind],
  }));
}
