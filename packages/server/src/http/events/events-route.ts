import type { listEvents, EventsQuery as Query } from '../../analytics/events-query.ts';
import type { Visit } from '../../ingestion/identity.ts';
import type { Person } from '../../profiles/index.ts';
import type { App } from '../app-instance.ts';
import { needs } from '../auth/access.ts';
import { pageOf, refusals, toTime } from '../schemas.ts';
import { EventsQuery, StoredEvent } from './schemas.ts';

export interface EventsDependencies {
  list(query: Query): ReturnType<typeof listEvents>;
  /** Which of the two kinds of id this is. */
  person(id: string): Person;
  /** The visits that turned out to be this customer's. */
  visits(customerId: string): Visit[];
}

/** `GET /v1/events`: what is stored, newest first. */
export async function eventsRoute(app: App, deps: EventsDependencies): Promise<void> {
  app.get(
    '/v1/events',
    {
      config: { access: needs('analytics:read', 'customers:read') },
      schema: {
        operationId: 'listEvents',
        tags: ['Events'],
        summary: 'List stored events, newest first',
        description: 'Reads the warehouse, which holds an event about a second after its answer.',
        querystring: EventsQuery,
        response: { 200: pageOf(StoredEvent), ...refusals(400, 401, 403, 429, 503) },
      },
    },
    async (request) => {
      const { customerId, from, to, ...query } = request.query;
      const page = await deps.list({
        ...query,
        ...(from === undefined ? {} : { from: Date.parse(from) }),
        ...(to === undefined ? {} : { to: Date.parse(to) }),
        ...(customerId === undefined ? {} : { person: whose(deps, customerId) }),
      });
      return {
        data: page.data.map((event) => ({
          ...event,
          timestamp: toTime(event.timestamp),
          receivedAt: toTime(event.receivedAt),
        })),
        nextCursor: page.nextCursor,
      };
    },
  );
}

function whose(deps: EventsDependencies, id: string): NonNullable<Query['person']> {
  const person = deps.person(id);
  return 'anonymousId' in person ? person : { ...person, visits: deps.visits(person.customerId) };
}
