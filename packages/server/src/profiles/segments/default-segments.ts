import type { SegmentDefinition, SegmentRule } from './definition.ts';

const both = (...rules: SegmentRule[]): SegmentRule => ({ and: rules });
const either = (...rules: SegmentRule[]): SegmentRule => ({ or: rules });
const attribute = (name: string, op: 'gte' | 'lt', value: number): SegmentRule => ({
  attribute: name,
  op,
  value,
});
const feature = (name: string, op: 'gte' | 'gt' | 'lte', value: number): SegmentRule => ({
  feature: name,
  op,
  value,
});

/**
 * Four tiers by yearly income and age in years, exclusive. They read the attributes `income` and `age` as
 * numbers; where a source has bands, its loader sets the band's middle.
 */
export const tierSegments: SegmentDefinition[] = [
  {
    name: 'Premium',
    group: 'tier',
    description: {
      en: 'Income of 125,000 or more, or 100,000 or more from the age of 45',
      'pt-BR': 'Renda a partir de 125.000, ou a partir de 100.000 com 45 anos ou mais',
    },
    rule: either(
      attribute('income', 'gte', 125_000),
      both(attribute('income', 'gte', 100_000), attribute('age', 'gte', 45)),
    ),
  },
  {
    name: 'Gold',
    group: 'tier',
    description: {
      en: 'Income of 75,000 or more, or 50,000 or more from the age of 55',
      'pt-BR': 'Renda a partir de 75.000, ou a partir de 50.000 com 55 anos ou mais',
    },
    rule: either(
      attribute('income', 'gte', 75_000),
      both(attribute('income', 'gte', 50_000), attribute('age', 'gte', 55)),
    ),
  },
  {
    name: 'Silver',
    group: 'tier',
    description: { en: 'Income of 35,000 or more', 'pt-BR': 'Renda a partir de 35.000' },
    rule: attribute('income', 'gte', 35_000),
  },
  {
    name: 'Bronze',
    group: 'tier',
    description: { en: 'Income below 35,000', 'pt-BR': 'Renda abaixo de 35.000' },
    rule: attribute('income', 'lt', 35_000),
  },
];

const monthAgo = feature('rfmRecency', 'lte', 30);

/** Where a customer stands by recency (days), frequency and value of orders within 90 days; exclusive. */
export const rfmSegments: SegmentDefinition[] = [
  {
    name: 'Champions',
    group: 'rfm',
    description: {
      en: 'Bought within 14 days, 8 orders or more and 40 or more spent in 90 days',
      'pt-BR': 'Compra nos últimos 14 dias, 8 pedidos ou mais e gasto a partir de 40 em 90 dias',
    },
    rule: both(
      feature('rfmRecency', 'lte', 14),
      feature('rfmFrequency', 'gte', 8),
      feature('rfmMonetary', 'gte', 40),
    ),
  },
  {
    name: 'Loyal',
    group: 'rfm',
    description: {
      en: 'Bought within 30 days, 5 orders or more in 90 days',
      'pt-BR': 'Compra nos últimos 30 dias, 5 pedidos ou mais em 90 dias',
    },
    rule: both(monthAgo, feature('rfmFrequency', 'gte', 5)),
  },
  {
    name: 'Promising',
    group: 'rfm',
    description: {
      en: 'Bought within 30 days, 2 to 4 orders in 90 days',
      'pt-BR': 'Compra nos últimos 30 dias, 2 a 4 pedidos em 90 dias',
    },
    rule: both(monthAgo, feature('rfmFrequency', 'gte', 2)),
  },
  {
    name: 'New or returning',
    group: 'rfm',
    description: {
      en: 'One order in 90 days, within the last 30',
      'pt-BR': 'Um pedido em 90 dias, nos últimos 30',
    },
    rule: monthAgo,
  },
  {
    name: 'At risk',
    group: 'rfm',
    description: {
      en: 'No order for 30 days after 3 or more in 90 days',
      'pt-BR': 'Sem pedidos há 30 dias, após 3 ou mais em 90 dias',
    },
    rule: feature('rfmFrequency', 'gte', 3),
  },
  {
    name: 'Cooling down',
    group: 'rfm',
    description: {
      en: 'No order for 30 days after 1 or 2 in 90 days',
      'pt-BR': 'Sem pedidos há 30 dias, após 1 ou 2 em 90 dias',
    },
    rule: feature('rfmFrequency', 'gte', 1),
  },
  {
    name: 'Hibernating',
    group: 'rfm',
    description: {
      en: 'Bought once or more, not within 90 days',
      'pt-BR': 'Já comprou, mas não nos últimos 90 dias',
    },
    rule: feature('secondsSincePurchase', 'gt', 90 * 86_400),
  },
];

/** What `personalize.config.ts` declares when nobody has changed it. */
export const defaultSegments: SegmentDefinition[] = [...tierSegments, ...rfmSegments];
