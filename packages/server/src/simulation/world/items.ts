import type { Random } from '@personalize/learn';

/** Names of the numbers of an item's attribute vector: a constant, then what its sheet says, standardised. */
export const attributeNames = [
  'constant',
  'digital',
  'investment',
  'risk',
  'price',
  'advice',
  'loyalty',
] as const;
export const attributeCount = attributeNames.length;
export type AttributeName = Exclude<(typeof attributeNames)[number], 'constant'>;

export interface SimulatedItem {
  itemId: string;
  title: string;
  category: string;
  /** What the customer pays in the first year. */
  price: number;
  /** What a conversion is worth to the bank on average. */
  value: number;
  /** 0 to 1 each: how far it lives in the app, builds wealth, may lose, costs, comes with advice, rewards staying. */
  attributes: Record<AttributeName, number>;
  /** Median hours from the click to the signature. */
  decisionHours: number;
}

interface Family {
  category: string;
  names: readonly string[];
  /** Middle of each attribute, in the order of {@link attributeNames} without the constant. */
  middle: readonly number[];
  yearlyPrice: number;
  value: number;
  decisionHours: number;
}

const families: readonly Family[] = [
  {
    category: 'Current account',
    names: ['Everyday account', 'Family account', 'Student account', 'Salary account'],
    middle: [0.55, 0.15, 0.1, 0.35, 0.4, 0.5],
    yearlyPrice: 60,
    value: 90,
    decisionHours: 8,
  },
  {
    category: 'Credit card',
    names: ['Cashback card', 'Travel card', 'Platinum card', 'No-fee card'],
    middle: [0.6, 0.15, 0.35, 0.5, 0.25, 0.7],
    yearlyPrice: 95,
    value: 140,
    decisionHours: 4,
  },
  {
    category: 'Personal loan',
    names: ['Home improvement loan', 'Car loan', 'Debt consolidation loan', 'Quick loan'],
    middle: [0.45, 0.1, 0.55, 0.65, 0.45, 0.3],
    yearlyPrice: 420,
    value: 310,
    decisionHours: 30,
  },
  {
    category: 'Mortgage',
    names: ['Fixed-rate mortgage', 'First-home mortgage', 'Remortgage', 'Green mortgage'],
    middle: [0.2, 0.4, 0.45, 0.8, 0.85, 0.45],
    yearlyPrice: 5200,
    value: 1500,
    decisionHours: 120,
  },
  {
    category: 'Savings',
    names: ['Instant-access savings', 'Fixed-term deposit', 'Goal saver', 'Pension plan'],
    middle: [0.5, 0.55, 0.15, 0.2, 0.4, 0.55],
    yearlyPrice: 0,
    value: 80,
    decisionHours: 12,
  },
  {
    category: 'Investment fund',
    names: ['Balanced fund', 'Global equity fund', 'Bond fund', 'Technology fund'],
    middle: [0.55, 0.9, 0.7, 0.5, 0.5, 0.35],
    yearlyPrice: 150,
    value: 260,
    decisionHours: 48,
  },
  {
    category: 'Insurance',
    names: ['Home insurance', 'Life insurance', 'Travel insurance', 'Health insurance'],
    middle: [0.35, 0.2, 0.15, 0.55, 0.65, 0.5],
    yearlyPrice: 380,
    value: 170,
    decisionHours: 36,
  },
  {
    category: 'Digital service',
    names: ['Mobile wallet', 'Budget coach', 'Robo-adviser', 'Instant payments'],
    middle: [0.9, 0.4, 0.35, 0.25, 0.15, 0.3],
    yearlyPrice: 24,
    value: 45,
    decisionHours: 1,
  },
];

export const categories: readonly string[] = families.map((family) => family.category);

/** The bank's catalog: families in turn, each item a variation of its family. */
export function drawItems(count: number, prefix: string, random: Random): SimulatedItem[] {
  return Array.from({ length: count }, (_, i) => {
    const family = families[i % families.length];
    const round = Math.floor(i / families.length);
    const name = family.names[round % family.names.length];
    const edition = Math.floor(round / family.names.length) + 1;
    const attributes = {} as Record<AttributeName, number>;
    for (const [k, middle] of family.middle.entries()) {
      const value = Math.min(1, Math.max(0, middle + random.normal(0, 0.18)));
      attributes[attributeNames[k + 1] as AttributeName] = Math.round(100 * value) / 100;
    }
    const size = Math.exp(random.normal(0, 0.3));
    const dearness = 0.5 + attributes.price;
    return {
      itemId: `${prefix}i${i + 1}`,
      title: edition === 1 ? name : `${name} ${edition}`,
      category: family.category,
      price: Math.round(100 * family.yearlyPrice * size * dearness) / 100,
      value: Math.round(100 * family.value * size) / 100,
      attributes,
      decisionHours: family.decisionHours,
    };
  });
}

/** Writes the {@link attributeNames} of one item from `offset` on. */
export function writeAttributes(item: SimulatedItem, out: Float64Array, offset: number): void {
  out[offset] = 1;
  for (let k = 1; k < attributeCount; k++)
    out[offset + k] = (item.attributes[attributeNames[k] as AttributeName] - 0.45) / 0.3;
}
