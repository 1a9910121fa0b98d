import type { OperationOutput } from '@personalize/sdk';

/** What happened in one second; `at` is its start, epoch ms. */
export interface LiveSecond {
  at: number;
  events: number;
  recommendations: number;
  /** Milliseconds; null when no recommendation was answered in that second. */
  latencyP50: number | null;
  latencyP99: number | null;
}

export interface Ranked {
  id: string;
  name: string;
  count: number;
}

/** The figures of the live page at one moment. */
export interface LiveSnapshot {
  at: number;
  /** Seconds over which customers, rates, revenue and rankings are counted. */
  windowSeconds: number;
  activeCustomers: number;
  clickThroughRate: number | null;
  impressions: number;
  clicks: number;
  conversionRate: number | null;
  purchases: number;
  revenue: number;
  currency: string | undefined;
  topItems: readonly Ranked[];
  topCategories: readonly Ranked[];
  /** Events ever accepted. */
  totalEvents: number;
  /** Of the counted ones, how many were simulated. */
  simulatedEvents: number;
}

/** Turns a message of the live stream into what the page draws. */
export function readSnapshot(message: OperationOutput<'GET /v1/live'>): {
  snapshot: LiveSnapshot;
  seconds: LiveSecond[];
} {
  return message as unknown as { snapshot: LiveSnapshot; seconds: LiveSecond[] };
}
