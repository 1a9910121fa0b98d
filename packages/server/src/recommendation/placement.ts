/** A slot where recommendations show, as stored and as the API carries it. */
export interface Placement {
  name: string;
  title: string;
  sources: SourceConfig[];
  filters: FilterConfig[];
  /** `heuristic` or a registry reference such as `ranker@champion`. */
  ranker: string;
  policy: PolicyConfig;
  diversity: {
    /** 0..1: weight of relevance against similarity to what is already chosen (maximal marginal relevance); 1 = off. */
    lambda: number;
    /** At most this many items per value of the attribute. */
    caps: { attribute: string; max: number }[];
  };
  /** Sources tried in order when the customer is unknown or too few candidates are left. */
  fallback: SourceName[];
  /** Candidates scored at most. */
  candidateLimit: number;
  defaultLimit: number;
  /** Log the slate's feature vectors with each decision. */
  logFeatures: boolean;
  enabled: boolean;
}

export type SourceName = 'popular' | 'trending' | 'coOccurrence' | 'buyAgain' | 'affinity' | 'new';

export interface SourceConfig {
  name: SourceName;
  /** Candidates taken from this source at most. */
  limit: number;
}

export type FilterConfig =
  | { kind: 'available' }
  | { kind: 'notHidden' }
  | { kind: 'notBoughtWithin'; days: number }
  | { kind: 'notInCart' }
  | { kind: 'price'; min?: number; max?: number }
  | { kind: 'attribute'; attribute: string; op: 'in' | 'notIn'; values: (string | number | boolean)[] };

export type PolicyConfig = { kind: 'greedy' } | { kind: 'epsilonGreedy'; epsilon: number };
