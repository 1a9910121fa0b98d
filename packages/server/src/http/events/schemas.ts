import Type from 'typebox';
import { EventSchema, limits, Timestamp } from '../../ingestion/index.ts';
import { FreeObject, Id, pageQuery, Time } from '../schemas.ts';

export const Event = Type.Object(EventSchema.properties, {
  additionalProperties: false,
  title: 'Event',
  description: 'One thing a customer did.',
});

export const EventsBody = Type.Object(
  {
    events: Type.Array(Event, { minItems: 1, maxItems: limits.events }),
    sentAt: Type.Optional(Timestamp("The client's clock when it sent this; corrects a wrong one.")),
  },
  { additionalProperties: false },
);

/** What is checked of the body as a whole; each event is checked on its own, so that one bad event refuses only itself. */
export const EventsEnvelope = Type.Object(
  {
    events: Type.Array(Type.Unknown(), { minItems: 1, maxItems: limits.events }),
    sentAt: EventsBody.properties.sentAt,
  },
  { additionalProperties: false },
);

export const RejectedEvent = Type.Object(
  {
    index: Type.Integer({ description: 'Its place in `events`.' }),
    code: Type.String(),
    path: Type.String({ description: 'JSON Pointer into the request.' }),
    detail: Type.String(),
  },
  { title: 'RejectedEvent' },
);

export const EventsAnswer = Type.Object(
  {
    accepted: Type.Integer({ description: 'Durable now.' }),
    duplicates: Type.Integer({ description: 'Had a `messageId` of the last 24 hours.' }),
    rejected: Type.Array(RejectedEvent),
  },
  { title: 'EventsAnswer' },
);

export const EventsQuery = pageQuery({
  customerId: Type.Optional(Id('Only this customer, with what they did before signing in.')),
  type: Type.Optional(Type.String({ minLength: 1, maxLength: limits.typeLength })),
  itemId: Type.Optional(Id('Only with this item.')),
  from: Type.Optional(Type.String({ format: 'date-time', description: 'Event time, included.' })),
  to: Type.Optional(Type.String({ format: 'date-time', description: 'Event time, not included.' })),
});

export const StoredEvent = Type.Object(
  {
    messageId: Type.String(),
    type: Type.String(),
    customerId: Type.Optional(Type.String()),
    anonymousId: Type.Optional(Type.String()),
    itemId: Type.Optional(Type.String()),
    timestamp: Time,
    receivedAt: Time,
    value: Type.Optional(Type.Number()),
    currency: Type.Optional(Type.String()),
    quantity: Type.Optional(Type.Number()),
    channel: Type.Optional(Type.String()),
    device: Type.Optional(Type.String()),
    placement: Type.Optional(Type.String()),
    decisionId: Type.Optional(Type.String()),
    properties: Type.Optional(FreeObject),
    traits: Type.Optional(FreeObject),
    origin: Type.Union([Type.Literal('live'), Type.Literal('import'), Type.Literal('simulated')]),
  },
  { title: 'StoredEvent' },
);
