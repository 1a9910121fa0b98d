import type { Random } from '@personalize/learn';
import { type Channel, contextCount, contextNames } from './context.ts';
import { type PreferenceName, traitCount, traitNames } from './customers.ts';
import { type AttributeName, attributeCount, attributeNames } from './items.ts';

/** What one expects of a bank's customers: log-odds of a click per standard deviation of trait × attribute. */
const expected: readonly [PreferenceName | 'age' | 'income', AttributeName, number][] = [
  ['digitalBanking', 'digital', 0.35],
  ['techSavviness', 'digital', 0.25],
  ['age', 'digital', -0.15],
  ['investmentProducts', 'investment', 0.4],
  ['income', 'investment', 0.15],
  ['riskTolerance', 'risk', 0.4],
  ['age', 'risk', -0.1],
  ['priceSensitivity', 'price', -0.4],
  ['income', 'price', 0.2],
  ['financialServices', 'advice', 0.35],
  ['age', 'advice', 0.1],
  ['brandLoyalty', 'loyalty', 0.35],
];

const expectedInContext: readonly [(typeof contextNames)[number], (typeof attributeNames)[number], number][] =
  [
    ['mobile', 'constant', -0.1],
    ['mobile', 'digital', 0.25],
    ['email', 'constant', -0.25],
    ['email', 'advice', 0.15],
    ['evening', 'constant', 0.15],
    ['evening', 'investment', -0.1],
    ['weekend', 'constant', -0.1],
    ['weekend', 'advice', -0.2],
  ];

/** Beyond what one expects, each pair of a trait and an attribute has an effect of its own, unknown to anyone. */
const unexpected = 0.1;

/** Traits × attributes, row-major. The constant pair is left 0: how much is clicked at all does not move. */
export function drawTastes(random: Random): Float64Array {
  const tastes = drawUnexpected(random);
  for (const [trait, attribute, effect] of expected)
    tastes[traitNames.indexOf(trait) * attributeCount + attributeNames.indexOf(attribute)] += effect;
  return tastes;
}

/** As unlike the tastes of today as can be: effects of the same size between any trait and any attribute. */
export function drawOtherTastes(random: Random): Float64Array {
  const tastes = drawUnexpected(random);
  for (const [, , effect] of expected) {
    const trait = 1 + random.int(traitCount - 1);
    const attribute = 1 + random.int(attributeCount - 1);
    tastes[trait * attributeCount + attribute] += random.bernoulli(0.5) ? effect : -effect;
  }
  return tastes;
}

/** Moments × attributes, row-major. */
export function drawContextTastes(random: Random): Float64Array {
  const tastes = Float64Array.from({ length: contextCount * attributeCount }, () => random.normal(0, 0.05));
  for (const [name, attribute, effect] of expectedInContext)
    tastes[contextNames.indexOf(name) * attributeCount + attributeNames.indexOf(attribute)] += effect;
  return tastes;
}

function drawUnexpected(random: Random): Float64Array {
  const tastes = Float64Array.from({ length: traitCount * attributeCount }, () =>
    random.normal(0, unexpected),
  );
  tastes[0] = 0;
  return tastes;
}

/** Share of clickers who have the signature ready, by where they are: log-odds against the web. */
export const conversionByChannel: Record<Channel, number> = { web: 0, app: 0.15, email: -0.1 };
