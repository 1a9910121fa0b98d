// Provisional until the server's document exists.
export interface Schemas {
  Event: {
    messageId?: string;
    type: string;
    customerId?: string;
    anonymousId?: string;
    itemId?: string;
    timestamp?: string;
    value?: number;
    currency?: string;
    quantity?: number;
    channel?: string;
    device?: string;
    placement?: string;
    decisionId?: string;
    properties?: Record<string, unknown>;
  };
  LiveSecond: {
    at: number;
    events: number;
    recommendations: number;
    latencyP50: number | null;
    latencyP99: number | null;
  };
  LiveSnapshot: {
    at: number;
    windowSeconds: number;
    activeCustomers: number;
    impressions: number;
    clicks: number;
    clickThroughRate: number | null;
    purchases: number;
    conversionRate: number | null;
    revenue: number;
    currency?: string;
    topItems: { id: string; name: string; count: number }[];
    topCategories: { id: string; name: string; count: number }[];
    totalEvents: number;
    simulatedEvents: number;
  };
}

interface CustomerSummary {
  customerId: string;
  attributes: Record<string, unknown>;
  segments: string[];
  behaviorScore: number;
  lastInteraction: string | null;
}

interface Me {
  kind: 'person' | 'key';
  id: string;
  name: string;
  email: string | null;
  role: 'viewer' | 'analyst' | 'admin' | null;
  locale: 'en' | 'pt-BR' | null;
  scopes: string[];
}

export interface Operations {
  'POST /v1/events': {
    body: { events: Schemas['Event'][] };
    response: {
      accepted: number;
      duplicates: number;
      rejected: { index: number; code: string; detail: string }[];
    };
  };
  'GET /v1/live': { response: { snapshot: Schemas['LiveSnapshot']; seconds: Schemas['LiveSecond'][] } };
  'GET /v1/me': { response: Me };
  'POST /v1/sign-in': { body: { key: string } | { email: string; password: string }; response: Me };
  'POST /v1/sign-out': { response: undefined };
  'GET /v1/status': {
    response: {
      version: string;
      startedAt: string;
      eventsReceived: number;
      lastEventAt: string | null;
      items: number;
      customers: number;
      timeZone: string;
      demo: { startedAt: string; timeShiftMs: number; dataset: string } | null;
      simulated: boolean;
    };
  };
  'POST /v1/keys': {
    body: { name: string; scopes: string[] };
    response: { key: { id: string; name: string }; secret: string };
  };
  'GET /v1/segments': { response: { data: { name: string; title: string }[]; nextCursor: string | null } };
  'GET /v1/features': {
    response: { data: { name: string; description?: { en: string; 'pt-BR': string } }[]; nextCursor: string | null };
  };
  'GET /v1/customers': {
    query?: { search?: string; segment?: string; limit?: number; cursor?: string };
    response: { data: CustomerSummary[]; nextCursor: string | null };
  };
  'GET /v1/customers/{id}': {
    path: { id: string };
    response: CustomerSummary & {
      affinities: Record<string, Record<string, number>>;
      features: Record<string, number | null>;
      recentEvents: (Schemas['Event'] & { timestamp: string; messageId: string })[];
      recentDecisions: {
        decisionId: string;
        timestamp: string;
        placement: string;
        model: string;
        items: { itemId: string; title?: string }[];
      }[];
    };
  };
  'GET /v1/customers/{id}/export': { path: { id: string }; response: unknown };
  'DELETE /v1/customers/{id}': { path: { id: string }; response: { jobId: string } };
  'GET /v1/placements': { response: { data: { name: string; title: string }[]; nextCursor: string | null } };
  'POST /v1/recommendations': {
    body: { customerId: string; placement: string; limit?: number; explain?: boolean; locale?: 'en' | 'pt-BR' };
    response: {
      decisionId: string;
      timestamp: string;
      model: string;
      policy: string;
      fallback?: string;
      candidates: { retrieved: number; eligible: number };
      recommendations: {
        rank: number;
        itemId: string;
        title: string;
        content: string;
        category: string;
        recommendationType: string;
        score: number;
        propensity: number;
        confidenceScore: number;
        expectedEngagement: number;
        reasons?: { feature: string; contribution: number; text: string }[];
      }[];
    };
  };
}
