import { LiveMessageSchema } from '../../analytics/live/index.ts';
import { AppError } from '../../errors.ts';
import type { App } from '../app-instance.ts';
import { needs } from '../auth/access.ts';
import { refusals } from '../schemas.ts';
import { startEventStream } from './event-stream.ts';
import type { LiveHub } from './live-hub.ts';

/** `GET /v1/live`: the live page's figures as server-sent events. */
export async function liveRoutes(app: App, { hub }: { hub: LiveHub<unknown> }): Promise<void> {
  app.get(
    '/v1/live',
    {
      config: { access: needs('analytics:read') },
      compress: false,
      // A stream has no end, hence no headers-only answer.
      exposeHeadRoute: false,
      schema: {
        operationId: 'live',
        tags: ['Analytics'],
        summary: 'Live figures, one message a second (server-sent events)',
        response: {
          200: {
            description: 'A stream of messages; each `data` is one of these.',
            content: { 'text/event-stream': { schema: LiveMessageSchema } },
          },
          ...refusals(401, 403, 429, 503),
        },
      },
    },
    (_request, reply) => {
      if (hub.full) throw new AppError('overloaded', 'too many live streams are open', { retryAfter: 10 });
      hub.add(startEventStream(reply));
    },
  );
}
