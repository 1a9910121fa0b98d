import Type, { type Static } from 'typebox';
import { limits } from '../../ingestion/index.ts';
import type { Item as ItemData } from '../../stores/journal/record.ts';
import { Id, toTime } from '../schemas.ts';

const Text = (max: number) => Type.String({ minLength: 1, maxLength: max });
const Label = Text(200);
const When = Type.String({ format: 'date-time' });

const fields = {
  title: Text(500),
  category: Label,
  categories: Type.Optional(Type.Array(Label, { maxItems: 50, description: 'From general to special.' })),
  tags: Type.Optional(Type.Array(Label, { maxItems: 100 })),
  price: Type.Optional(Type.Number({ minimum: 0, maximum: 1e12 })),
  currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217.' })),
  attributes: Type.Optional(
    Type.Record(
      Type.String({ minLength: 1, maxLength: 64 }),
      Type.Union([Type.String({ maxLength: 500 }), Type.Number(), Type.Boolean()]),
      {
        maxProperties: 100,
        description: '`brand`, `department`…: affinities, filters and rules may name any of them.',
      },
    ),
  ),
  url: Type.Optional(Type.String({ maxLength: 2048, pattern: '^(https?://|/)' })),
  imageUrl: Type.Optional(Type.String({ maxLength: 2048, pattern: '^(https?://|/)' })),
  availableFrom: Type.Optional(When),
  availableUntil: Type.Optional(When),
  hidden: Type.Optional(Type.Boolean({ description: 'Never recommended.' })),
};

export const ItemSchema = Type.Object(
  { itemId: Id('Your id of it.'), ...fields },
  { additionalProperties: false, title: 'Item', description: 'What can be recommended.' },
);
export type ApiItem = Static<typeof ItemSchema>;

/** The whole item but for its id, which stands in the path (and may be repeated). */
export const ItemBody = Type.Object(
  { itemId: Type.Optional(Id('As in the path.')), ...fields },
  { additionalProperties: false },
);

/** Fields to change; null removes an optional one. */
export const ItemPatch = Type.Object(
  Object.fromEntries(
    Object.entries(fields).map(([name, schema]) => [
      name,
      Type.Optional(name === 'title' || name === 'category' ? schema : Type.Union([schema, Type.Null()])),
    ]),
  ),
  { additionalProperties: false, minProperties: 1 },
);

export const ItemsBody = Type.Object(
  { items: Type.Array(ItemSchema, { minItems: 1, maxItems: limits.events }) },
  { additionalProperties: false },
);
export const ItemsAnswer = Type.Object({
  upserted: Type.Integer(),
  rejected: Type.Array(
    Type.Object({ index: Type.Integer(), code: Type.String(), path: Type.String(), detail: Type.String() }),
  ),
});
export const SimilarItem = Type.Object(
  {
    itemId: Type.String(),
    title: Type.String(),
    category: Type.String(),
    price: Type.Optional(Type.Number()),
    currency: Type.Optional(Type.String()),
    score: Type.Number({ description: '0 to 1.' }),
    together: Type.Number({
      description: "How often customers put both together, as a share of the strongest neighbour's.",
    }),
    alike: Type.Number({ description: 'Cosine of the attributes.' }),
  },
  { title: 'SimilarItem' },
);

/** Storage keeps times as numbers. */
export function fromApi(item: ApiItem): ItemData {
  const { availableFrom, availableUntil, ...rest } = item;
  const stored: ItemData = rest;
  if (availableFrom !== undefined) stored.availableFrom = Date.parse(availableFrom);
  if (availableUntil !== undefined) stored.availableUntil = Date.parse(availableUntil);
  return stored;
}

export function toApi(item: ItemData): ApiItem {
  const { availableFrom, availableUntil, ...rest } = item;
  return {
    ...rest,
    ...(availableFrom === undefined ? {} : { availableFrom: toTime(availableFrom) }),
    ...(availableUntil === undefined ? {} : { availableUntil: toTime(availableUntil) }),
  };
}
