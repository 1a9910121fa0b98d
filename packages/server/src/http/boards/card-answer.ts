import Type, { type Static } from 'typebox';
import type { runCard } from '../../analytics/boards/index.ts';
import { AnalyticsAnswer } from '../analytics/schemas.ts';
import { Nullable, Time, toTime } from '../schemas.ts';

export const cardAnswer = Type.Object(
  {
    ...AnalyticsAnswer.properties,
    range: Type.Object({ from: Time, to: Time }),
    currency: Nullable(Type.String({ description: 'Of all the money in it; null: none, or several.' })),
  },
  { title: 'BoardCardAnswer' },
);

export function toCardAnswer(answer: Awaited<ReturnType<typeof runCard>>): Static<typeof cardAnswer> {
  const { columns, rows, totals, meta, range, currency } = answer;
  return {
    ...{ columns, rows, range, currency },
    ...(totals === undefined ? {} : { totals }),
    meta: { ...meta, freshAsOf: toTime(meta.freshAsOf) },
  };
}
