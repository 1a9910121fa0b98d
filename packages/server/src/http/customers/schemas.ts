import Type, { type Static } from 'typebox';
import type { CustomerProfile, CustomerSummary } from '../../profiles/index.ts';
import { FreeObject, Id, Nullable, pageQuery, Time, toTime, toTimeOrNull } from '../schemas.ts';

const summaryFields = {
  customerId: Nullable(Type.String({ description: 'null for a visitor who has not signed in.' })),
  anonymousId: Type.Optional(Type.String()),
  attributes: FreeObject,
  segments: Type.Array(Type.String()),
  behaviorScore: Type.Number({
    description: '0 to 100: how engaged the customer is now, against all customers.',
  }),
  lastInteraction: Nullable(Time),
};

export const CustomerSummarySchema = Type.Object(summaryFields, { title: 'CustomerSummary' });

const ProfileEvent = Type.Object(
  {
    type: Type.String(),
    timestamp: Time,
    itemId: Type.Optional(Type.String()),
    title: Type.Optional(Type.String()),
    value: Type.Optional(Type.Number()),
    quantity: Type.Optional(Type.Number()),
    channel: Type.Optional(Type.String()),
    device: Type.Optional(Type.String()),
    count: Type.Number({ description: 'More than 1 where old events were joined.' }),
  },
  { title: 'ProfileEvent' },
);

const ProfileDecision = Type.Object(
  {
    decisionId: Type.String(),
    timestamp: Time,
    placement: Type.String(),
    model: Type.String(),
    variant: Type.Optional(Type.String()),
    items: Type.Array(
      Type.Object({
        rank: Type.Integer(),
        itemId: Type.String(),
        title: Type.Optional(Type.String()),
        seen: Type.Boolean(),
        clicked: Type.Boolean(),
        bought: Type.Boolean(),
      }),
    ),
  },
  { title: 'ProfileDecision' },
);

export const CustomerSchema = Type.Object(
  {
    ...summaryFields,
    affinities: Type.Record(Type.String(), Type.Record(Type.String(), Type.Number()), {
      description: "Attribute → value → share of the customer's interest, 0 to 1, largest first.",
    }),
    features: Type.Record(Type.String(), Nullable(Type.Number())),
    recentEvents: Type.Array(ProfileEvent, { description: 'Newest first.' }),
    recentDecisions: Type.Array(ProfileDecision, { description: 'Newest first.' }),
  },
  { title: 'Customer' },
);

export const CustomersQuery = pageQuery({
  search: Type.Optional(Type.String({ minLength: 1, maxLength: 256, description: 'Start of the id.' })),
  segment: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  attribute: Type.Optional(
    Type.Array(Type.String({ pattern: '^[^:]{1,64}:', maxLength: 600 }), {
      maxItems: 20,
      description: '`name:value`; all must match.',
    }),
  ),
  anonymous: Type.Optional(Type.Boolean({ description: 'Include visitors who have not signed in.' })),
});

export const CustomerPath = Type.Object({ id: Id('A customerId, or an anonymousId that no customer has.') });

export const CustomerPatch = Type.Object(
  {
    attributes: Type.Record(Type.String({ minLength: 1, maxLength: 100 }), Type.Unknown(), {
      description: 'null removes one.',
    }),
  },
  { additionalProperties: false },
);

export function summaryToApi(customer: CustomerSummary): Static<typeof CustomerSummarySchema> {
  return { ...customer, lastInteraction: toTimeOrNull(customer.lastInteraction) };
}

export function profileToApi(customer: CustomerProfile): Static<typeof CustomerSchema> {
  return {
    ...customer,
    lastInteraction: toTimeOrNull(customer.lastInteraction),
    recentEvents: customer.recentEvents.map((event) => ({ ...event, timestamp: toTime(event.timestamp) })),
    recentDecisions: customer.recentDecisions.map((decision) => ({
      ...decision,
      timestamp: toTime(decision.timestamp),
    })),
  };
}
