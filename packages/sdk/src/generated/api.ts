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
  'GET /v1/live': { response: Record<string, unknown> };
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
    body: { customerId: string; placement: string; limit?: number; explain?: boolean };
    response: {
      decisionId: string;
      timestamp: string;
      model: string;
      policy: string;
      recommendations: {
        rank: number;
        itemId: string;
        title: string;
        content: string;
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
