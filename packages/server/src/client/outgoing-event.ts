/** An event as `POST /v1/events` takes it. `timestamp` in epoch ms. */
export interface OutgoingEvent {
  messageId: string;
  type: string;
  customerId?: string;
  anonymousId?: string;
  itemId?: string;
  timestamp?: number;
  value?: number;
  currency?: string;
  quantity?: number;
  channel?: string;
  device?: string;
  placement?: string;
  decisionId?: string;
  properties?: Record<string, unknown>;
  traits?: Record<string, unknown>;
}
