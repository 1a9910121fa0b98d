import type { ApiClient } from '../client/api-client.ts';
import type { OutgoingEvent } from '../client/outgoing-event.ts';

export interface OutboxCounts {
  sent: number;
  rejected: number;
}

/** Collects events of many shoppers and sends them in batches, one request at a time, in order. */
export class Outbox {
  readonly counts: OutboxCounts = { sent: 0, rejected: 0 };
  private readonly client: ApiClient;
  private waiting: OutgoingEvent[] = [];
  private sending: Promise<void> | undefined;

  constructor(client: ApiClient) {
    this.client = client;
  }

  get length(): number {
    return this.waiting.length;
  }

  add(event: OutgoingEvent): void {
    this.waiting.push(event);
  }

  /** Sends what is waiting; resolves when it is acknowledged. */
  async flush(): Promise<void> {
    while (this.sending) await this.sending;
    if (this.waiting.length === 0) return;
    const events = this.waiting.splice(0, 500);
    this.sending = this.send(events).finally(() => {
      this.sending = undefined;
    });
    await this.sending;
  }

  private async send(events: OutgoingEvent[]): Promise<void> {
    const answer = await this.client.request<{ accepted: number; rejected: unknown[] }>(
      'POST',
      '/v1/events',
      {
        events,
        sentAt: new Date().toISOString(),
      },
    );
    this.counts.sent += answer.accepted;
    this.counts.rejected += answer.rejected.length;
  }
}
