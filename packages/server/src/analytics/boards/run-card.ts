import { AppError } from '../../errors.ts';
import { type AnalyticsService, type Answer, currenciesOf, type Locale } from '../semantic/index.ts';
import { type Board, rangeOf } from './board.ts';

export type CardAnswer = Answer & {
  range: { from: string; to: string };
  /** Of all the money in it; null where it is not one, or cannot be told. */
  currency: string | null;
};

/** Asks a card's question over its board's time, with notices in a language. @throws AppError `not_found`, or as the query does */
export async function runCard(
  analytics: Pick<AnalyticsService, 'query'>,
  board: Board,
  cardId: string,
  now: number,
  locale: Locale = 'en',
): Promise<CardAnswer> {
  const card = board.cards.find(({ id }) => id === cardId);
  if (card === undefined) throw new AppError('not_found', 'the board has no such card');
  const range = rangeOf(board, now);
  const { timeZone } = board;
  const about = { ...range, ...(timeZone === undefined ? {} : { timeZone }) };
  const answer = await analytics.query({ ...card.query, ...about, locale });
  const isMoney = answer.columns.some(({ format }) => format === 'currency');
  const currencies = isMoney ? await currenciesOf(analytics, { ...card.query, ...about }) : null;
  return { ...answer, range, currency: currencies?.length === 1 ? currencies[0] : null };
}
