import { setTimeout as sleep } from 'node:timers/promises';
import { Random } from '@personalize/learn';
import { ApiClient, ApiError } from '../../../client/api-client.ts';
import type { OutgoingEvent } from '../../../client/outgoing-event.ts';
import { Outbox } from '../../outbox.ts';
import { BestItems } from '../best-items.ts';
import type { Visit } from '../context.ts';
import { DueQueue } from '../due-queue.ts';
import { currency } from '../files/columns.ts';
import { examination, type World } from '../world.ts';
import { type PolicyReport, PolicyReports, type PolicyTotals } from './policy-report.ts';
import { uploadWorld, worldAttribute } from './upload.ts';

export interface LiveOptions {
  world: World;
  /** Tells this world's items from others in the catalog. */
  name: string;
  url: string;
  /** A key marked simulated, so that everything sent is too. */
  key: string;
  /** Visits go to these at random, each as often. */
  placements: readonly string[];
  /** Items asked for. */
  slate: number;
  visitsPerMinute: number;
  /** How often faster than the clock the world's time goes: delays, hours, drift. */
  speed: number;
  /** Stop after so many decisions; undefined: go on until the signal. */
  decisions?: number;
  signal: AbortSignal;
  onError(error: unknown): void;
  onUpload?(done: number): void;
  onTick?(counts: LiveCounts, policies: PolicyReport[]): void;
}

export interface LiveCounts {
  decisions: number;
  /** Answers without any item: placements whose sources or filters leave nothing. */
  empty: number;
  sent: number;
  refused: number;
  /** Clicks and conversions whose time had not come when it ended. */
  pending: number;
}

export interface LiveReport extends LiveCounts {
  policies: PolicyReport[];
}

interface Answer {
  decisionId: string;
  policy: string;
  recommendations: { itemId: string }[];
}

/** Requests that may be under way at once; later customers wait, so that a slow server is not buried. */
const mostAtOnce = 128;
const tickMs = 50;

/**
 * Customers of the world visit a running server: they see what it recommends, click and convert by the true
 * probabilities, as much later as such things take. Resolves with the report once the signal or the number of
 * decisions ends it. Rejects when the server refuses for a reason that waiting cannot mend.
 */
export async function playLive(options: LiveOptions): Promise<LiveReport> {
  const { world, name, url, key, signal, onUpload = () => undefined } = options;
  const run = `${name}-${Date.now().toString(36)}`;
  await uploadWorld(new ApiClient({ url, key, signal }), world, name, run, onUpload).catch(
    (error: unknown) => {
      if (!signal.aborted) throw error;
    },
  );
  return new LiveWorld(options, run).play();
}

class LiveWorld {
  readonly #options: LiveOptions;
  readonly #run: string;
  readonly #client: ApiClient;
  readonly #outbox: Outbox;
  readonly #reports = new PolicyReports();
  readonly #due = new DueQueue<{ event: OutgoingEvent; happens(): void }>();
  readonly #itemOf: Map<string, number>;
  readonly #attractions: Float64Array;
  readonly #best: BestItems;
  readonly #random: Random;
  readonly #startedAt = Date.now();
  readonly #failed = new AbortController();
  #decisions = 0;
  #empty = 0;
  #events = 0;

  constructor(options: LiveOptions, run: string) {
    const { world, url, key } = options;
    this.#options = options;
    this.#run = run;
    this.#client = new ApiClient({ url, key, signal: options.signal });
    this.#outbox = new Outbox(new ApiClient({ url, key, retries: 5 }));
    this.#itemOf = new Map(world.items.map(({ itemId }, i) => [itemId, i]));
    this.#attractions = new Float64Array(world.items.length);
    this.#best = new BestItems(Math.min(options.slate, world.items.length));
    this.#random = new Random(world.options.seed).fork();
  }

  async play(): Promise<LiveReport> {
    const { signal: stopped, visitsPerMinute, decisions = Number.POSITIVE_INFINITY } = this.#options;
    const ended = new AbortController();
    const signal = AbortSignal.any([stopped, this.#failed.signal]);
    const ticking = this.#tick(ended.signal);
    const visits = new Set<Promise<void>>();
    let next = performance.now();
    for (let begun = 0; begun < decisions && !signal.aborted; begun++) {
      next += (60_000 / visitsPerMinute) * this.#random.exponential();
      // Who could not come in time comes now; the lost time is not made up for in a rush.
      next = Math.max(next, performance.now() - 1000);
      const wait = next - performance.now();
      if (wait > 1) await sleep(wait, undefined, { signal }).catch(() => undefined);
      while (visits.size >= mostAtOnce) await Promise.race(visits);
      if (signal.aborted) break;
      const visit = this.#visit(this.#random.fork())
        .catch((error: unknown) => this.#refused(error))
        .finally(() => visits.delete(visit));
      visits.add(visit);
    }
    await Promise.allSettled(visits);
    // Clicks follow within minutes of the world's time; conversions that take days are not waited for.
    if (!signal.aborted)
      await sleep(Math.min(3000, 600_000 / this.#options.speed + 2 * tickMs), undefined, { signal }).catch(
        () => undefined,
      );
    ended.abort();
    await ticking;
    if (this.#failed.signal.aborted) throw this.#failed.signal.reason;
    return { ...this.#counts(), policies: this.#reports.list() };
  }

  #counts(): LiveCounts {
    const { sent, rejected } = this.#outbox.counts;
    return {
      decisions: this.#decisions,
      empty: this.#empty,
      sent,
      refused: rejected,
      pending: this.#due.length,
    };
  }

  /** A refusal that waiting cannot mend ends the run; anything else is told and passes. */
  #refused(error: unknown): void {
    if (this.#options.signal.aborted) return;
    if (error instanceof ApiError && error.problem.status < 500) this.#failed.abort(error);
    else this.#options.onError(error);
  }

  async #visit(random: Random): Promise<void> {
    const { world, placements, slate, name } = this.#options;
    const visit = world.arrive(this.#worldTime(Date.now()), random);
    const placement = placements[random.int(placements.length)];
    const customerId = world.customers.id(visit.customer);
    const answer = await this.#client.request<Answer>('POST', '/v1/recommendations', {
      customerId,
      placement,
      limit: slate,
      context: { channel: visit.channel, device: visit.device },
      filter: [{ kind: 'attribute', attribute: worldAttribute, op: 'in', values: [name] }],
    });
    this.#decisions++;
    const totals = this.#reports.of(placement, answer.policy);
    if (answer.recommendations.length === 0) this.#empty++;
    const now = Date.now();
    const shown = answer.recommendations.map(({ itemId }) => this.#itemOf.get(itemId) ?? -1);
    world.writeAttractions(visit, this.#attractions);
    this.#best.find(this.#attractions);
    const expected = { earned: 0, oracle: 0, uniform: 0 };
    for (let rank = 0; rank < this.#best.items.length; rank++) {
      expected.oracle += this.#best.oracleAt(rank, this.#attractions);
      expected.uniform += this.#best.uniformAt(rank);
      const item = shown[rank] ?? -1;
      if (item >= 0) expected.earned += examination(rank) * this.#attractions[item];
    }
    totals.decided(expected);
    for (const [rank, item] of shown.entries()) {
      if (item < 0) continue;
      const shared = {
        customerId,
        placement,
        decisionId: answer.decisionId,
        itemId: world.items[item].itemId,
      };
      this.#emit(visit, now, { type: 'impression', ...shared });
      if (random.bernoulli(examination(rank) * this.#attractions[item]))
        this.#clicks(visit, item, now, shared, totals, random);
    }
  }

  /** A click some time after `now`, and perhaps a conversion long after that. */
  #clicks(
    visit: Visit,
    item: number,
    now: number,
    shared: Partial<OutgoingEvent>,
    totals: PolicyTotals,
    random: Random,
  ): void {
    const { world, speed } = this.#options;
    const clickedAt = now + world.clickDelay(random) / speed;
    this.#emit(visit, clickedAt, { type: 'click', ...shared }, () => totals.clicks++);
    this.#emit(visit, clickedAt, { type: 'page_view', ...shared, properties: { page: 'product' } });
    if (!random.bernoulli(world.conversionProbability(visit, item))) return;
    const convertedAt = clickedAt + world.conversionDelay(item, random) / speed;
    const { value } = world.items[item];
    this.#emit(visit, convertedAt, { type: 'purchase', ...shared, quantity: 1, value, currency }, () => {
      totals.conversions++;
      totals.revenue += value;
    });
  }

  #emit(
    { channel, device }: Visit,
    at: number,
    event: Omit<OutgoingEvent, 'messageId'>,
    happens: () => void = () => undefined,
  ): void {
    const timestamp = Math.round(at);
    const messageId = `${this.#run}-${(this.#events++).toString(36)}`;
    this.#due.add(timestamp, { event: { messageId, timestamp, channel, device, ...event }, happens });
  }

  #worldTime(now: number): number {
    return this.#options.world.options.start + (now - this.#startedAt) * this.#options.speed;
  }

  /** Sends what has come due, until the end; what is waiting then is still sent. */
  async #tick(ended: AbortSignal): Promise<void> {
    for (;;) {
      for (const { event, happens } of this.#due.until(Date.now())) {
        happens();
        this.#outbox.add(event);
      }
      while (this.#outbox.length > 0) {
        const sent = await this.#outbox.flush().then(
          () => true,
          (error: unknown) => this.#refused(error),
        );
        if (sent !== true) break;
      }
      this.#options.onTick?.(this.#counts(), this.#reports.list());
      if (ended.aborted) return;
      await sleep(tickMs, undefined, { signal: ended }).catch(() => undefined);
    }
  }
}
