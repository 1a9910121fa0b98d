import Type from 'typebox';
import { limits } from '../../ingestion/index.ts';
import { filterSchema, sourceNames } from '../../recommendation/placement.ts';
import { maxBatch, maxCart, maxExcludes, maxLimit } from '../../recommendation/recommendation.ts';
import { Id, Nullable, Time } from '../schemas.ts';

const Name = Type.String({ minLength: 1, maxLength: limits.nameLength });

export const RequestContext = Type.Object(
  {
    channel: Type.Optional(Name),
    device: Type.Optional(Name),
    itemId: Type.Optional(Id('The item of the page that shows the slot.')),
    cart: Type.Optional(Type.Array(Id('An item in the cart.'), { maxItems: maxCart })),
  },
  { additionalProperties: false },
);

export const RecommendationRequest = Type.Object(
  {
    customerId: Type.Optional(Id('For whom. One of `customerId` and `anonymousId` is needed.')),
    anonymousId: Type.Optional(Id('For whom, before signing in.')),
    placement: Type.String({ minLength: 1, maxLength: limits.nameLength, examples: ['home'] }),
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: maxLimit, description: "Default: the placement's." }),
    ),
    context: Type.Optional(RequestContext),
    filter: Type.Optional(
      Type.Array(filterSchema, { maxItems: 20, description: "On top of the placement's own filters." }),
    ),
    exclude: Type.Optional(Type.Array(Id('An item not to recommend.'), { maxItems: maxExcludes })),
    preview: Type.Optional(
      Type.Boolean({
        description: 'Only look: no exploration, with reasons, and no decision is logged. Not in batches.',
      }),
    ),
    explain: Type.Optional(Type.Boolean({ description: 'Give the reasons.' })),
    locale: Type.Optional(
      Type.Union([Type.Literal('en'), Type.Literal('pt-BR')], {
        description: 'Language of texts; default `en`.',
      }),
    ),
  },
  { additionalProperties: false, title: 'RecommendationRequest' },
);

const Recommendation = Type.Object(
  {
    rank: Type.Integer({ description: 'From 1.' }),
    itemId: Type.String(),
    title: Type.String(),
    content: Type.String({ description: "One short sentence in the request's language." }),
    recommendationType: Type.String({ description: 'The main reason.' }),
    score: Type.Number({ description: 'Comparable within one answer only.' }),
    propensity: Type.Number({ description: 'Probability that the policy puts this item at this rank.' }),
    confidenceScore: Type.Number({ description: '0 to 1: how much is known of customer and item.' }),
    expectedEngagement: Type.Number({ description: 'Estimated probability of a click, 0 to 1.' }),
    category: Type.String(),
    price: Type.Optional(Type.Number()),
    currency: Type.Optional(Type.String()),
    url: Type.Optional(Type.String()),
    imageUrl: Type.Optional(Type.String()),
    reasons: Type.Optional(
      Type.Array(Type.Object({ feature: Type.String(), contribution: Type.Number(), text: Type.String() })),
    ),
  },
  { title: 'Recommendation' },
);

export const RecommendationAnswer = Type.Object(
  {
    decisionId: Type.String({ description: 'Send it with impressions, clicks and purchases that follow.' }),
    customerId: Nullable(Type.String()),
    anonymousId: Type.Optional(Type.String()),
    placement: Type.String(),
    timestamp: Time,
    model: Type.String(),
    policy: Type.String(),
    variant: Type.Optional(Type.String()),
    fallback: Type.Optional(
      Type.String({ description: "The first step of the placement's fallback that was needed." }),
    ),
    candidates: Type.Object({
      retrieved: Type.Integer({ description: 'Different items that sources named.' }),
      eligible: Type.Integer({ description: 'What the filters left and was scored.' }),
      pool: Type.Optional(
        Type.Integer({
          description: 'What diversity and caps left for the policy to choose from. Previews only.',
        }),
      ),
      sources: Type.Optional(
        Type.Record(Type.Enum([...sourceNames]), Type.Integer(), {
          description: 'Eligible items that each source named. Previews only.',
        }),
      ),
    }),
    recommendations: Type.Array(Recommendation),
  },
  { title: 'RecommendationAnswer' },
);

export const BatchRequest = Type.Object(
  { requests: Type.Array(RecommendationRequest, { minItems: 1, maxItems: maxBatch }) },
  { additionalProperties: false },
);
export const BatchAnswer = Type.Object({ answers: Type.Array(RecommendationAnswer) });
