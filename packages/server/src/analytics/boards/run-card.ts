import { AppError } from '../../errors.ts';
import type { AnalyticsService, Answer, Locale } from '../semantic/index.ts';
import { type Board, rangeOf } from './board.ts';

/** Asks a card's question over its board's time, with notices in a language. @throws AppError `not_found`, or as the query does */
export async function runCard(
  analytics: Pick<AnalyticsService, 'query'>,
  board: Board,
  cardId: string,
  now: number,
  locale: Locale = 'en',
): Promise<Answer & { range: { from: string; to: string } }> {
  const card = board.cards.find(({ id }) => id === cardId);
  if (card === undefined) throw new AppError('not_found', 'the board has no such card');
  const range = rangeOf(board, now);
  const { timeZone } = board;
  const answer = await analytics.query({
    ...card.query,
    ...range,
    locale,
    ...(timeZone === undefined ? {} : { timeZone }),
  });
  return { ...answer, range };
}
