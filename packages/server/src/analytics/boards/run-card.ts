import { AppError } from '../../errors.ts';
import type { AnalyticsService, Answer, Locale } from '../semantic/index.ts';
import { type Board, type Card, rangeOf } from './board.ts';

export type CardAnswer = Answer & {
  range: { from: string; to: string };
  /** Of all the money in it. */
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
  return { ...answer, range, currency: isMoney ? await currencyOf(analytics, card, about) : null };
}

/** What all that a card adds up was paid in; null where it is not one currency, or cannot be told. */
async function currencyOf(
  analytics: Pick<AnalyticsService, 'query'>,
  { query }: Card,
  about: { from: string; to: string; timeZone?: string },
): Promise<string | null> {
  const { filters = [], compare } = query;
  const [from, to] = [Date.parse(about.from), Date.parse(about.to)];
  // The period before is as long.
  const first = compare === undefined ? about.from : new Date(2 * from - to).toISOString();
  try {
    const { rows } = await analytics.query({
      ...{ metrics: ['purchases'], dimensions: ['currency'], filters: [...filters], limit: 3 },
      ...{ ...about, from: first },
    });
    const found = rows.map(({ currency }) => currency).filter((one) => one !== null && one !== '');
    return found.length === 1 && typeof found[0] === 'string' ? found[0] : null;
  } catch (error) {
    // The card itself has its answer; a configuration may do without these names.
    if (error instanceof AppError) return null;
    throw error;
  }
}
