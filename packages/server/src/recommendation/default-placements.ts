import type { Placement } from './placement.ts';

const shared = {
  // The built-in ranker answers for it until a model is champion.
  ranker: 'ranker@champion',
  policy: { kind: 'epsilonGreedy', epsilon: 0.05 },
  candidateLimit: 200,
  logFeatures: true,
  enabled: true,
} as const;

/** The placements that exist from the first start; all of it can be edited by the API afterwards. */
export const defaultPlacements: Placement[] = [
  {
    ...shared,
    name: 'home',
    title: 'Home page',
    sources: [
      { name: 'buyAgain', limit: 60 },
      { name: 'coOccurrence', limit: 80 },
      { name: 'affinity', limit: 60 },
      { name: 'trending', limit: 30 },
      { name: 'popular', limit: 60 },
      { name: 'new', limit: 10 },
    ],
    filters: [
      { kind: 'available' },
      { kind: 'notHidden' },
      { kind: 'notInCart' },
      { kind: 'notBoughtWithin', days: 2 },
    ],
    diversity: { lambda: 0.7, caps: [{ attribute: 'category', max: 3 }] },
    fallback: ['trending', 'popular', 'new'],
    defaultLimit: 12,
  },
  {
    ...shared,
    name: 'product',
    title: 'Product page',
    sources: [
      { name: 'coOccurrence', limit: 120 },
      { name: 'affinity', limit: 40 },
      { name: 'popular', limit: 40 },
    ],
    filters: [
      { kind: 'available' },
      { kind: 'notHidden' },
      { kind: 'notInCart' },
      { kind: 'notBoughtWithin', days: 2 },
    ],
    diversity: { lambda: 0.85, caps: [{ attribute: 'category', max: 4 }] },
    fallback: ['popular', 'new'],
    defaultLimit: 8,
  },
  {
    ...shared,
    name: 'cart',
    title: 'Cart',
    sources: [
      { name: 'coOccurrence', limit: 120 },
      { name: 'buyAgain', limit: 60 },
      { name: 'popular', limit: 40 },
    ],
    filters: [
      { kind: 'available' },
      { kind: 'notHidden' },
      { kind: 'notInCart' },
      { kind: 'notBoughtWithin', days: 3 },
    ],
    diversity: { lambda: 0.8, caps: [{ attribute: 'category', max: 2 }] },
    fallback: ['popular', 'new'],
    defaultLimit: 6,
  },
  {
    ...shared,
    name: 'email',
    title: 'E-mail',
    sources: [
      { name: 'buyAgain', limit: 80 },
      { name: 'affinity', limit: 80 },
      { name: 'trending', limit: 30 },
      { name: 'popular', limit: 40 },
      { name: 'new', limit: 20 },
    ],
    filters: [{ kind: 'available' }, { kind: 'notHidden' }, { kind: 'notBoughtWithin', days: 7 }],
    diversity: { lambda: 0.6, caps: [{ attribute: 'category', max: 2 }] },
    fallback: ['trending', 'popular', 'new'],
    defaultLimit: 8,
  },
];
