import Type, { type Static } from 'typebox';
import type { LatencyWindow } from './latency-window.ts';
import type { LiveCounters } from './live-counters.ts';
import { windowSeconds } from './window.ts';

const Count = Type.Integer({ minimum: 0 });
const Rate = Type.Union([Type.Number(), Type.Null()]);
const Milliseconds = Type.Union([Type.Number(), Type.Null()]);
const Origins = Type.Object({ live: Count, import: Count, simulated: Count });
const Money = Type.Object({ currency: Type.String(), amount: Type.Number() });
const Ranked = Type.Object({ id: Type.String(), name: Type.String(), count: Count });

export const LiveSecondSchema = Type.Object(
  {
    at: Type.Integer({ description: 'Start of the second, epoch ms.' }),
    events: Count,
    recommendations: Count,
    latencyP50: Milliseconds,
    latencyP99: Milliseconds,
  },
  { title: 'LiveSecond' },
);

export const LiveMessageSchema = Type.Object(
  {
    snapshot: Type.Object(
      {
        at: Type.Integer({ description: 'Epoch ms.' }),
        windowSeconds: Type.Integer({ description: 'What the figures below are counted over.' }),
        eventsPerSecond: Type.Number({ description: 'Mean of the last ten whole seconds.' }),
        recommendationsPerSecond: Type.Number(),
        activeCustomers: Count,
        impressions: Count,
        clicks: Count,
        clickThroughRate: Rate,
        buyers: Count,
        purchases: Count,
        conversionRate: Type.Union([Type.Number(), Type.Null()], {
          description: 'Share of the active customers who bought.',
        }),
        revenue: Type.Number({ description: 'In `currency`, the one with the largest sum.' }),
        currency: Type.Optional(Type.String()),
        revenues: Type.Array(Money),
        topItems: Type.Array(Ranked, { description: 'By events other than impressions.' }),
        topCategories: Type.Array(Ranked),
        latencyP50: Milliseconds,
        latencyP99: Milliseconds,
        ingestionP50: Type.Union([Type.Number(), Type.Null()], {
          description: 'Milliseconds from arrival until a batch is durable and applied.',
        }),
        ingestionP99: Milliseconds,
        pendingRecords: Count,
        warehouseLag: Type.Integer({ description: 'Records that the warehouse does not hold yet.' }),
        totalEvents: Type.Integer({ description: 'Events ever accepted.' }),
        simulatedEvents: Type.Integer({ description: 'Simulated events in the window.' }),
        origins: Origins,
        today: Type.Object({
          since: Type.Integer({ description: 'Midnight UTC, epoch ms.' }),
          events: Count,
          recommendations: Count,
          impressions: Count,
          clicks: Count,
          addToCarts: Count,
          purchases: Count,
          revenues: Type.Array(Money),
          origins: Origins,
        }),
      },
      { title: 'LiveSnapshot' },
    ),
    seconds: Type.Array(LiveSecondSchema, {
      description:
        'Whole seconds, oldest first: five minutes in the first message, the newest few in the next ones.',
    }),
  },
  { title: 'LiveMessage' },
);
export type LiveMessage = Static<typeof LiveMessageSchema>;
type LiveSecond = Static<typeof LiveSecondSchema>;

export interface SnapshotSources {
  counters: LiveCounters;
  recommendationLatency: LatencyWindow;
  ingestionLatency: LatencyWindow;
  /** Id and title of an item row; undefined when it is not in the catalog. */
  item(row: number): { itemId: string; title: string } | undefined;
  /** Small number of an item row's category, −1 without, and the category's name. */
  categoryCode(row: number): number;
  categoryName(code: number): string;
  pendingRecords(): number;
  warehouseLag(): number;
}

const ranks = 10;
const rateSeconds = 10;

/** Reads one snapshot as of `now`, with the last `seriesSeconds` whole seconds. */
export function readSnapshot(sources: SnapshotSources, now: number, seriesSeconds: number): LiveMessage {
  const { counters, recommendationLatency, ingestionLatency } = sources;
  const second = counters.advanceTo(now);
  recommendationLatency.advance(second);
  ingestionLatency.advance(second);
  const { seconds, totals } = counters;
  const active = counters.customers.count(second);
  const buyers = counters.buyers.count(second);
  const impressions = seconds.sum('impressions');
  const clicks = seconds.sum('clicks');
  const revenues = seconds.revenue();
  const itemCounts = counters.items.totals(second);
  const { revenue, ...today } = totals.today;
  return {
    snapshot: {
      at: now,
      windowSeconds,
      eventsPerSecond: meanRate(counters, 'events', second),
      recommendationsPerSecond: meanRate(counters, 'recommendations', second),
      activeCustomers: active,
      impressions,
      clicks,
      clickThroughRate: impressions === 0 ? null : clicks / impressions,
      buyers,
      purchases: seconds.sum('purchases'),
      conversionRate: active === 0 ? null : buyers / active,
      revenue: revenues[0]?.amount ?? 0,
      ...(revenues.length === 0 ? {} : { currency: revenues[0].currency }),
      revenues,
      topItems: topItems(sources, itemCounts),
      topCategories: topCategories(sources, itemCounts),
      latencyP50: recommendationLatency.quantile(0.5),
      latencyP99: recommendationLatency.quantile(0.99),
      ingestionP50: ingestionLatency.quantile(0.5),
      ingestionP99: ingestionLatency.quantile(0.99),
      pendingRecords: sources.pendingRecords(),
      warehouseLag: sources.warehouseLag(),
      totalEvents: totals.ever.live + totals.ever.import + totals.ever.simulated,
      simulatedEvents: seconds.sum('simulated'),
      origins: totals.ever,
      today: {
        since: totals.day * 86_400_000,
        ...today,
        revenues: Object.entries(revenue).map(([currency, amount]) => ({ currency, amount })),
      },
    },
    seconds: series(sources, second, seriesSeconds),
  };
}

/** The current second is still being counted: series end with the one before. */
function series(
  { counters, recommendationLatency }: SnapshotSources,
  second: number,
  count: number,
): LiveSecond[] {
  const events = counters.seconds.counts('events');
  const recommendations = counters.seconds.counts('recommendations');
  const rows: LiveSecond[] = [];
  for (let s = second - Math.min(count, windowSeconds - 1); s < second; s++) {
    rows.push({
      at: s * 1000,
      events: events[s % windowSeconds],
      recommendations: recommendations[s % windowSeconds],
      latencyP50: recommendationLatency.quantileAt(s, 0.5),
      latencyP99: recommendationLatency.quantileAt(s, 0.99),
    });
  }
  return rows;
}

function meanRate(counters: LiveCounters, field: 'events' | 'recommendations', second: number): number {
  const counts = counters.seconds.counts(field);
  let sum = 0;
  for (let s = second - rateSeconds; s < second; s++) sum += counts[s % windowSeconds];
  return sum / rateSeconds;
}

function topItems(sources: SnapshotSources, counts: Int32Array): LiveMessage['snapshot']['topItems'] {
  return largest(counts, (row) => {
    const item = sources.item(row);
    return item && { id: item.itemId, name: item.title };
  });
}

function topCategories(
  sources: SnapshotSources,
  counts: Int32Array,
): LiveMessage['snapshot']['topCategories'] {
  const sums: number[] = [];
  for (let row = 0; row < counts.length; row++) {
    if (counts[row] === 0) continue;
    const code = sources.categoryCode(row);
    if (code >= 0) sums[code] = (sums[code] ?? 0) + counts[row];
  }
  return largest(
    Int32Array.from(sums, (sum) => sum ?? 0),
    (code) => {
      const name = sources.categoryName(code);
      return { id: name, name };
    },
  );
}

/** The indices with the largest counts, named; those without a name are passed over. */
function largest(
  counts: Int32Array,
  name: (index: number) => { id: string; name: string } | undefined,
): { id: string; name: string; count: number }[] {
  // A few more than are shown, in case some have left the catalog.
  const most = ranks * 2;
  const top: number[] = [];
  for (let i = 0; i < counts.length; i++) {
    if (counts[i] === 0 || (top.length === most && counts[i] <= counts[top[most - 1]])) continue;
    let at = top.length;
    while (at > 0 && counts[top[at - 1]] < counts[i]) at--;
    top.splice(at, 0, i);
    if (top.length > most) top.pop();
  }
  return top
    .flatMap((i) => {
      const named = name(i);
      return named ? [{ ...named, count: counts[i] }] : [];
    })
    .slice(0, ranks);
}
