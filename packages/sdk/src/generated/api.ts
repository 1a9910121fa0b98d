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

export interface Operations {
  'POST /v1/events': {
    body: { events: Schemas['Event'][] };
    response: { accepted: number; duplicates: number; rejected: { index: number; code: string; detail: string }[] };
  };
  'GET /v1/live': { response: Record<string, unknown> };
}
