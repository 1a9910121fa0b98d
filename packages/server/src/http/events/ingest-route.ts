import { Compile } from 'typebox/compile';
import { AppError } from '../../errors.ts';
import {
  checkJson,
  type Ingestor,
  type IngestResult,
  limits,
  parseTimestamp,
} from '../../ingestion/index.ts';
import { show } from '../../show.ts';
import type { Origin } from '../../stores/journal/record.ts';
import type { App } from '../app-instance.ts';
import { type Caller, needs } from '../auth/access.ts';
import { useFastJsonBody } from '../json-body.ts';
import { sendProblem } from '../problem.ts';
import { refusals } from '../schemas.ts';
import { EventsAnswer, EventsBody, EventsEnvelope } from './schemas.ts';

const envelope = Compile(EventsEnvelope);

/** `POST /v1/events`. Lean: no compression, one look at the envelope, one pass over the events. */
export async function ingestRoute(app: App, { ingestor }: { ingestor: Ingestor }): Promise<void> {
  useFastJsonBody(app);
  app.post(
    '/v1/events',
    {
      config: { access: needs('events:write') },
      compress: false,
      bodyLimit: limits.bodyBytes,
      // Each event is checked by ingestion; the handler checks the rest.
      validatorCompiler: () => () => true,
      schema: {
        operationId: 'sendEvents',
        tags: ['Events'],
        summary: 'Send events',
        description:
          'Answers when the accepted events are durable. Each event is judged on its own. `identify` and `alias` join an `anonymousId` to a `customerId`.',
        body: EventsBody,
        response: { 202: EventsAnswer, ...refusals(400, 401, 403, 413, 415, 429, 503) },
      },
    },
    async (request, reply) => {
      const body: unknown = request.body;
      if (!envelope.Check(body)) throw envelopeError(body);
      const result = await ingestor.ingest(body.events, {
        sentAt: readSentAt(body.sentAt),
        origin: originOf(request.caller),
      });
      const answer = toAnswer(result);
      if (result.accepted === 0 && result.duplicates === 0) {
        const first = answer.rejected[0];
        const error = new AppError('no_acceptable_event', `${first.path || 'the event'}: ${first.detail}`, {
          errors: answer.rejected.map(({ path, detail }) => ({ path, message: detail })),
        });
        return sendProblem(reply, error, answer);
      }
      return reply.code(202).send(answer);
    },
  );
}

function toAnswer({ accepted, duplicates, rejected }: IngestResult) {
  return {
    accepted,
    duplicates,
    rejected: rejected.map(({ index, code, path, detail }) => ({
      index,
      code,
      path: `/events/${index}${path}`,
      detail,
    })),
  };
}

/** What a key was made for marks its traffic, whatever the sender says. */
export function originOf(caller: Caller): Origin {
  return caller.kind === 'key' ? caller.key.origin : 'live';
}

export function readSentAt(value: string | number | undefined): number | undefined {
  if (value === undefined) return undefined;
  const sentAt = parseTimestamp(value);
  // Any clock is believed here, however wrong, as long as it can be subtracted.
  if (Number.isNaN(sentAt) || Math.abs(sentAt) > 8.64e15) {
    throw new AppError(
      'invalid_request',
      `sentAt must be RFC 3339 or epoch milliseconds, got ${show(value)}`,
      {
        errors: [{ path: '/sentAt', message: 'must be RFC 3339 or epoch milliseconds' }],
      },
    );
  }
  return sentAt;
}

function envelopeError(body: unknown): AppError {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return invalid('', `the body must be an object {"events": [...]}, got ${show(kindOf(body))}`);
  }
  const { events, sentAt, ...others } = body as Record<string, unknown>;
  const unknown = Object.keys(others)[0];
  if (unknown !== undefined) {
    const problem = checkJson({ [unknown]: null }, 2, { units: 0 });
    return invalid(
      problem?.path ?? `/${unknown}`,
      `unknown field ${show(unknown)}; only events and sentAt are known`,
    );
  }
  if (!Array.isArray(events))
    return invalid('/events', `events must be an array, got ${show(kindOf(events))}`);
  if (events.length === 0 || events.length > limits.events) {
    return invalid('/events', `events must have 1 to ${limits.events} entries, got ${events.length}`);
  }
  return invalid('/sentAt', `sentAt must be RFC 3339 or epoch milliseconds, got ${show(sentAt)}`);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function invalid(path: string, message: string): AppError {
  return new AppError('invalid_request', message, { errors: [{ path, message }] });
}
