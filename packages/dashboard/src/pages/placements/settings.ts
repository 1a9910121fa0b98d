import type { Filter, PlacementSettings, Policy, SourceName, StoredPlacement } from '../../api/placements.ts';

export const sourceNames: readonly SourceName[] = [
  'popular',
  'trending',
  'coOccurrence',
  'buyAgain',
  'affinity',
  'new',
];
export const filterKinds = [
  'available',
  'notHidden',
  'notBoughtWithin',
  'notInCart',
  'price',
  'attribute',
] as const;
export const policyKinds = [
  'greedy',
  'epsilonGreedy',
  'softmax',
  'betaThompson',
  'gaussianThompson',
  'linUcb',
  'linearThompson',
  'bootstrappedTrees',
] as const;

/** What may be edited of a stored placement. */
export function settingsOf({
  version: _version,
  updatedAt: _at,
  ...settings
}: StoredPlacement): PlacementSettings {
  return settings;
}

/** A new placement, filled with what suits most. */
export const freshSettings: PlacementSettings = {
  name: '',
  title: '',
  sources: [
    { name: 'coOccurrence', limit: 80 },
    { name: 'affinity', limit: 60 },
    { name: 'popular', limit: 60 },
  ],
  filters: [{ kind: 'available' }, { kind: 'notHidden' }],
  ranker: 'ranker@champion',
  policy: { kind: 'epsilonGreedy', epsilon: 0.05 },
  diversity: { lambda: 0.7, caps: [] },
  fallback: ['trending', 'popular'],
  candidateLimit: 200,
  defaultLimit: 12,
  logFeatures: true,
  enabled: true,
};

/** A policy of a kind with its usual settings. */
export function freshPolicy(kind: Policy['kind']): Policy {
  if (kind === 'epsilonGreedy') return { kind, epsilon: 0.05 };
  if (kind === 'softmax') return { kind, temperature: 0.1 };
  return { kind };
}

export function freshFilter(kind: Filter['kind']): Filter {
  switch (kind) {
    case 'notBoughtWithin':
      return { kind, days: 7 };
    case 'price':
      return { kind, max: 100 };
    case 'attribute':
      return { kind, attribute: 'category', op: 'in', values: [] };
    default:
      return { kind };
  }
}

/** An attribute's value as it is typed: words plainly, words that look like something else in quotes. */
export function typedValue(value: string | number | boolean): string {
  return typeof value === 'string' && typeof readValue(value) !== 'string'
    ? JSON.stringify(value)
    : String(value);
}

/** The other way round: 12 is a number, true a truth value, "12" and everything else a word. */
export function readValue(text: string): string | number | boolean {
  const quoted = /^"(.*)"$/.exec(text);
  if (quoted !== null) return quoted[1];
  if (text === 'true' || text === 'false') return text === 'true';
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}
