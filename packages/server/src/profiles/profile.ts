import type { JsonObject } from '../stores/journal/record.ts';

/** A customer in lists. Times are epoch ms. */
export interface CustomerSummary {
  /** null before sign-in. */
  customerId: string | null;
  anonymousId?: string;
  attributes: JsonObject;
  segments: string[];
  /** 0..100. */
  behaviorScore: number;
  lastInteraction: number | null;
}

/** Everything that is known of a customer now. */
export interface CustomerProfile extends CustomerSummary {
  /** attribute → value → share 0..1 of the customer's interest, largest first. */
  affinities: Record<string, Record<string, number>>;
  features: Record<string, number | null>;
  /** Newest first. */
  recentEvents: ProfileEvent[];
  recentDecisions: ProfileDecision[];
}

export interface ProfileEvent {
  type: string;
  timestamp: number;
  itemId?: string;
  title?: string;
  value?: number;
  quantity?: number;
  channel?: string;
  device?: string;
  /** More than 1 where old events were joined. */
  count: number;
}

export interface ProfileDecision {
  decisionId: string;
  timestamp: number;
  placement: string;
  model: string;
  variant?: string;
  items: { rank: number; itemId: string; title?: string; seen: boolean; clicked: boolean; bought: boolean }[];
}
