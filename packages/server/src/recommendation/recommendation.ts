import type { Origin } from '../stores/journal/record.ts';
import type { Reason } from './explain.ts';
import type { FilterConfig, Placement, SourceName } from './placement.ts';
import type { Locale } from './reasons/wording.ts';
import type { ReasonKind } from './scorer.ts';

/** One request for recommendations. */
export interface RecommendationRequest {
  customerId?: string;
  anonymousId?: string;
  placement: string;
  /** 1 to {@link maxLimit}; default: the placement's. */
  limit?: number;
  context?: RequestContext;
  /** On top of the placement's filters. */
  filter?: FilterConfig[];
  /** Item ids not to recommend. */
  exclude?: string[];
  explain?: boolean;
  /** Language of `content` and reasons; default `en`. */
  locale?: Locale;
  /** Set by the caller's key, never by the caller's word. Default `live`. */
  origin?: Origin;
  /** The experiment's variant that answers, and what it changes. */
  variant?: RequestVariant;
}

export interface RequestVariant {
  name: string;
  placement?: Partial<Omit<Placement, 'name'>>;
}

/** Finds the variant of a request and logs the exposure, durably, before it resolves. */
export type VariantOf = (request: RecommendationRequest) => Promise<RequestVariant | undefined> | undefined;

export interface RequestContext {
  channel?: string;
  device?: string;
  /** The item of the page that shows the slot. */
  itemId?: string;
  /** Item ids in the cart; without it the customer's own events tell. */
  cart?: string[];
}

export const maxLimit = 100;
export const maxExcludes = 1000;
export const maxCart = 200;
export const maxFilters = 20;
export const maxBatch = 100;

/** One recommended item. */
export interface Recommendation {
  /** From 1. */
  rank: number;
  itemId: string;
  title: string;
  /** One short sentence in the request's language. */
  content: string;
  /** The main reason's kind. */
  recommendationType: ReasonKind;
  /** The ranker's number; comparable within one answer only. */
  score: number;
  /** Probability that the policy puts this item at this rank for this request. */
  propensity: number;
  /** 0..1: how much is known of the customer and of the item; see docs/recommendations.md. */
  confidenceScore: number;
  /** Estimated probability of a click at this rank of this placement, 0..1. */
  expectedEngagement: number;
  category: string;
  price?: number;
  currency?: string;
  url?: string;
  imageUrl?: string;
  reasons?: Reason[];
}

/** How many candidates each stage left. */
export interface CandidateCounts {
  /** Different items that sources named. */
  retrieved: number;
  /** Of those, what the filters left and was scored. */
  eligible: number;
  /** What diversity and caps left for the policy to choose from. Previews only. */
  pool?: number;
  /** Eligible items that each source named. Previews only. */
  sources?: Record<SourceName, number>;
}

export interface RecommendationAnswer {
  decisionId: string;
  customerId: string | null;
  anonymousId?: string;
  placement: string;
  /** Epoch ms; the time at which features were read. */
  timestamp: number;
  /** The registry's `name@version`. */
  model: string;
  policy: string;
  variant?: string;
  /** The first fallback step that was needed. */
  fallback?: string;
  candidates: CandidateCounts;
  recommendations: Recommendation[];
}
