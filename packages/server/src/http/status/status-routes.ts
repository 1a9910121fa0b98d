import Type, { type Static } from 'typebox';
import type { App } from '../app-instance.ts';
import { knownAccess } from '../auth/access.ts';
import { Nullable, refusals, Time } from '../schemas.ts';

export const Status = Type.Object(
  {
    version: Type.String(),
    startedAt: Time,
    /** Accepted since the data folder was made. */
    eventsReceived: Type.Integer({ description: 'Events in the journal since the first start.' }),
    lastEventAt: Nullable(Time),
    items: Type.Integer(),
    customers: Type.Integer(),
    timeZone: Type.String(),
    demo: Nullable(
      Type.Object({
        startedAt: Time,
        timeShiftMs: Type.Number({ description: "Added to the data set's own times." }),
        dataset: Type.String(),
      }),
    ),
    simulated: Type.Boolean({
      description: 'Whether simulated traffic arrived within the last five minutes.',
    }),
  },
  { title: 'Status' },
);

/** What the first-run page asks every second: has anything arrived, is this a demo. */
export async function statusRoutes(
  app: App,
  { status }: { status: () => Promise<Static<typeof Status>> },
): Promise<void> {
  app.get(
    '/v1/status',
    {
      config: { access: knownAccess },
      schema: {
        operationId: 'status',
        tags: ['Operations'],
        summary: 'What has arrived so far, and whether this is a demo',
        response: { 200: Status, ...refusals(401, 429) },
      },
    },
    async (_request, reply) => {
      reply.header('cache-control', 'no-store');
      return status();
    },
  );
}
