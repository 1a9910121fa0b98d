import Type, { type Static } from 'typebox';
import { limits } from './limits.ts';

const Id = (description: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength: limits.idLength, description }));
const Name = (description: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength: limits.nameLength, description }));
/** No record of any values: to check that would walk every key. */
const Free = (description: string) =>
  Type.Optional(Type.Object({}, { description, additionalProperties: true }));

/** RFC 3339 text, or epoch milliseconds. */
export const Timestamp = (description: string) =>
  Type.Union([Type.String({ minLength: 20, maxLength: 40 }), Type.Number()], {
    description: `${description} RFC 3339 (\`2026-01-31T09:30:00Z\`) or epoch milliseconds.`,
    examples: ['2026-01-31T09:30:00.000Z'],
  });

/** One thing a customer did, as clients send it. Written once: it checks, types and documents. */
export const EventSchema = Type.Object(
  {
    messageId: Id(
      'Made by the sender; the same id within 24 hours counts once. Made by the server when absent.',
    ),
    type: Type.String({
      minLength: 1,
      maxLength: limits.typeLength,
      pattern: '^[A-Za-z][A-Za-z0-9_.:-]*$',
      description:
        '`page_view`, `click`, `add_to_cart`, `purchase`, `inquiry`, `download`, `impression`, `identify`, `alias`, or a type of your own.',
      examples: ['page_view'],
    }),
    customerId: Id('Who did it. One of `customerId` and `anonymousId` is needed.'),
    anonymousId: Id('Who did it before signing in; `identify` or `alias` with both ids joins the two.'),
    itemId: Id('The item of the catalog that it was done with.'),
    timestamp: Type.Optional(Timestamp('When it happened; the time of arrival when absent.')),
    value: Type.Optional(
      Type.Number({
        minimum: -limits.value,
        maximum: limits.value,
        description: 'Money, in `currency`; for a purchase the total of the line.',
      }),
    ),
    currency: Type.Optional(
      Type.String({
        minLength: 3,
        maxLength: 3,
        pattern: '^[A-Z]{3}$',
        description: 'ISO 4217.',
        examples: ['USD'],
      }),
    ),
    quantity: Type.Optional(Type.Number({ minimum: 0, maximum: limits.quantity })),
    channel: Name('`web`, `app`, `store`, `email`…'),
    device: Name('`mobile`, `desktop`, `tablet`…'),
    placement: Name('The slot where it happened, for impressions and clicks.'),
    decisionId: Id('The recommendation that led to it.'),
    properties: Free('Anything else worth keeping. At most 10 levels and 32 KB.'),
    traits: Free('For `identify` only: attributes of the customer to set; null removes one.'),
  },
  { additionalProperties: false },
);

/** An event that passed {@link EventSchema}. */
export type IncomingEvent = Static<typeof EventSchema>;
