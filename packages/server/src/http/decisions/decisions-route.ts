import Type from 'typebox';
import type { DecisionsQuery, listDecisions } from '../../analytics/decisions-query.ts';
import type { App } from '../app-instance.ts';
import { needs } from '../auth/access.ts';
import { FreeObject, Id, Nullable, pageOf, pageQuery, refusals, Time, toTime } from '../schemas.ts';

export interface DecisionsDependencies {
  list(query: DecisionsQuery): ReturnType<typeof listDecisions>;
  itemTitle(itemId: string): string | undefined;
}

const Name = (description: string) => Type.Optional(Type.String({ maxLength: 200, description }));

const Slot = Type.Object({
  rank: Type.Integer(),
  itemId: Type.String(),
  title: Nullable(Type.String()),
  source: Type.String(),
  score: Type.Number(),
  propensity: Type.Number({ description: 'Probability that the policy put this item at this rank.' }),
  clicked: Type.Boolean(),
  bought: Type.Boolean(),
  value: Type.Number({ description: 'Money of its purchases.' }),
});

const Decision = Type.Object(
  {
    decisionId: Type.String(),
    timestamp: Time,
    customerId: Nullable(Type.String()),
    anonymousId: Nullable(Type.String()),
    placement: Type.String(),
    model: Type.String(),
    policy: Type.String(),
    variant: Nullable(Type.String()),
    fallback: Nullable(Type.String()),
    context: FreeObject,
    candidates: Type.Object({ retrieved: Type.Integer(), eligible: Type.Integer() }),
    origin: Type.Enum(['live', 'import', 'simulated']),
    slate: Type.Array(Slot),
    reward: Type.Object(
      { clicks: Type.Integer(), conversions: Type.Integer(), value: Type.Number() },
      { description: 'What events that name the decision earned it within 24 hours.' },
    ),
  },
  { title: 'Decision' },
);

/** `GET /v1/decisions`: what was recommended, newest first. */
export async function decisionsRoute(app: App, deps: DecisionsDependencies): Promise<void> {
  app.get(
    '/v1/decisions',
    {
      config: { access: needs('analytics:read') },
      schema: {
        operationId: 'listDecisions',
        tags: ['Decisions'],
        summary: 'List logged decisions, newest first',
        description:
          'Slates with their propensities, and what events that name the decision earned it. Reads the warehouse, which holds a decision about a second after its answer.',
        querystring: pageQuery({
          placement: Name('Only of this placement.'),
          model: Name('Only by this `name@version`.'),
          policy: Name('Only by this policy, such as `epsilonGreedy(0.05)`.'),
          variant: Name('Only of this `experiment:variant`.'),
          customerId: Type.Optional(Id('Only of this customer or visitor.')),
          from: Type.Optional(Time),
          to: Type.Optional(Time),
        }),
        response: { 200: pageOf(Decision), ...refusals(400, 401, 403, 429, 503) },
      },
    },
    async ({ query: { from, to, ...query } }) => {
      const page = await deps.list({
        ...query,
        ...(from === undefined ? {} : { from: Date.parse(from) }),
        ...(to === undefined ? {} : { to: Date.parse(to) }),
      });
      return {
        data: page.data.map(({ retrieved, eligible, timestamp, slate, ...decision }) => ({
          ...decision,
          timestamp: toTime(timestamp),
          candidates: { retrieved, eligible },
          slate: slate.map((slot, i) => ({
            ...{ ...slot, rank: i + 1 },
            title: deps.itemTitle(slot.itemId) ?? null,
          })),
          reward: {
            clicks: slate.filter(({ clicked }) => clicked).length,
            conversions: slate.filter(({ bought }) => bought).length,
            value: slate.reduce((sum, { value }) => sum + value, 0),
          },
        })),
        nextCursor: page.nextCursor,
      };
    },
  );
}
