import type { Random } from '@personalize/learn';
import type { ApiClient } from '../client/api-client.ts';
import type { OutgoingEvent } from '../client/outgoing-event.ts';
import type { Item } from '../stores/journal/record.ts';
import { clickProbability, type Household, soughtItem, type World } from './taste.ts';

export interface ShopperContext {
  world: World;
  client: ApiClient;
  random: Random;
  emit(event: OutgoingEvent): void;
  /** Waits as a person thinks; rejects when the simulation ends. */
  pause(seconds: number): Promise<void>;
}

interface Slate {
  decisionId: string;
  recommendations: { itemId: string }[];
}

const devices = ['mobile', 'desktop', 'tablet'];
const deviceShares = [0.62, 0.31, 0.07];

/** One visit of one household from arrival to leaving or paying; every step goes over HTTP. */
export class Visit {
  private readonly context: ShopperContext;
  private readonly household: Household;
  private readonly channel: string;
  private readonly device: string;
  private readonly cart = new Map<string, { item: Item; decisionId?: string; placement?: string }>();
  private readonly anonymousId: string | undefined;
  private signedIn: boolean;

  constructor(context: ShopperContext, household: Household, id: string) {
    const { random } = context;
    this.context = context;
    this.household = household;
    this.device = devices[random.weightedIndex(deviceShares)];
    this.channel = this.device === 'desktop' || random.bernoulli(0.4) ? 'web' : 'app';
    this.signedIn = !random.bernoulli(0.15);
    this.anonymousId = this.signedIn ? undefined : `visitor-${id}`;
  }

  async run(): Promise<void> {
    const { random } = this.context;
    this.event({ type: 'page_view', properties: { page: 'home' } });
    await this.browse('home', 8);
    const steps = 1 + random.int(4);
    for (let step = 0; step < steps; step++) {
      await this.context.pause(2 + 6 * random.uniform());
      if (!this.signedIn && random.bernoulli(0.5)) this.signIn();
      if (random.bernoulli(0.6)) await this.view(soughtItem(this.context.world, this.household, random));
      else await this.browse('home', 8);
    }
    if (this.cart.size > 0) await this.checkout();
  }

  /** Sees a slate, perhaps clicks something in it and looks at that. */
  private async browse(placement: string, limit: number, itemId?: string): Promise<void> {
    const slate = await this.recommend(placement, limit, itemId);
    if (!slate) return;
    for (const { itemId: shown } of slate.recommendations) {
      this.event({ type: 'impression', itemId: shown, placement, decisionId: slate.decisionId });
    }
    await this.context.pause(1 + 3 * this.context.random.uniform());
    for (const [rank, { itemId: shown }] of slate.recommendations.entries()) {
      const item = this.context.world.items.get(shown);
      if (!this.context.random.bernoulli(clickProbability(this.household, item, rank))) continue;
      this.event({ type: 'click', itemId: shown, placement, decisionId: slate.decisionId });
      if (item) await this.view(item, { decisionId: slate.decisionId, placement });
      return;
    }
  }

  private async view(item: Item, from?: { decisionId: string; placement: string }): Promise<void> {
    const { random } = this.context;
    this.event({ type: 'page_view', itemId: item.itemId, properties: { page: 'product' } });
    await this.context.pause(1 + 4 * random.uniform());
    const liking = clickProbability(this.household, item, 0);
    if (item.price !== undefined && random.bernoulli(Math.min(0.9, 0.15 + liking))) {
      this.event({ type: 'add_to_cart', itemId: item.itemId, ...this.money(item), ...from });
      this.cart.set(item.itemId, { item, ...from });
    }
    if (random.bernoulli(0.35)) await this.browse('product', 6, item.itemId);
  }

  private async checkout(): Promise<void> {
    const { random } = this.context;
    await this.context.pause(2 + 5 * random.uniform());
    if (!this.signedIn) this.signIn();
    if (!random.bernoulli(0.7)) return;
    for (const { item, decisionId, placement } of this.cart.values()) {
      this.event({
        type: 'purchase',
        itemId: item.itemId,
        quantity: 1,
        ...this.money(item),
        decisionId,
        placement,
      });
    }
  }

  private signIn(): void {
    this.signedIn = true;
    this.event({ type: 'identify', anonymousId: this.anonymousId, traits: {} });
  }

  private async recommend(placement: string, limit: number, itemId?: string): Promise<Slate | undefined> {
    return this.context.client.request<Slate>('POST', '/v1/recommendations', {
      ...this.who(),
      placement,
      limit,
      context: {
        channel: this.channel,
        device: this.device,
        itemId,
        cart: [...this.cart.keys()].slice(0, 50),
      },
    });
  }

  private who(): { customerId: string } | { anonymousId: string } {
    return this.signedIn || !this.anonymousId
      ? { customerId: this.household.customerId }
      : { anonymousId: this.anonymousId };
  }

  private money(item: Item): { value?: number; currency?: string } {
    return item.price === undefined ? {} : { value: item.price, currency: item.currency };
  }

  private event(event: Omit<OutgoingEvent, 'messageId' | 'timestamp'>): void {
    this.context.emit({
      messageId: crypto.randomUUID(),
      timestamp: Date.now(),
      channel: this.channel,
      device: this.device,
      ...this.who(),
      ...event,
    });
  }
}
