import type { Visit } from '../context.ts';
import { preferenceNames } from '../customers.ts';
import type { Decision, ShownItem } from '../decision.ts';
import { type CustomerResult, experimentKey } from '../experiment.ts';
import { attributeNames, type SimulatedItem } from '../items.ts';
import type { World } from '../world.ts';

export type Cell = string | number | null;

/** One column of a file. docs/simulation.md explains each; a test holds it to this list. */
export interface Column<Row> {
  name: string;
  of(row: Row): Cell;
}

export const currency = 'USD';

export interface ProfileRow {
  world: World;
  customer: number;
  /** Null for who was never seen. */
  result: CustomerResult | null;
  /** Epoch milliseconds, NaN for never. */
  lastInteraction: number;
}

export interface InteractionRow {
  eventId: string;
  type: 'impression' | 'click' | 'page_view' | 'purchase';
  at: number;
  customerId: string;
  item: SimulatedItem;
  rank: number;
  decisionId: string;
  visit: Visit;
  value: number | null;
}

export interface RecommendationRow {
  world: World;
  policy: string;
  decision: Decision;
  slot: ShownItem;
}

export interface ResultRow {
  world: World;
  result: CustomerResult;
}

const time = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

export const profileColumns: readonly Column<ProfileRow>[] = [
  { name: 'customer_id', of: ({ world, customer }) => world.customers.id(customer) },
  { name: 'age', of: ({ world, customer }) => world.customers.get(customer).age },
  { name: 'income', of: ({ world, customer }) => world.customers.get(customer).income },
  { name: 'segment', of: ({ world, customer }) => world.customers.tier(customer) },
  ...preferenceNames.map((name) => ({
    name: snake(name),
    of: ({ world, customer }: ProfileRow) => world.customers.preference(customer, name),
  })),
  { name: 'behavior_score', of: ({ result }) => behaviorScore(result) },
  {
    name: 'last_interaction',
    of: ({ lastInteraction }) => (Number.isNaN(lastInteraction) ? null : time(lastInteraction)),
  },
];

/** 0 to 100: how busy a customer was; 63 for twenty decisions without a click, or two conversions. */
function behaviorScore(result: CustomerResult | null): number {
  if (result === null) return 0;
  const activity = result.decisions + 3 * result.clicks + 10 * result.conversions;
  return Math.round(1000 * (1 - Math.exp(-activity / 20))) / 10;
}

export const itemColumns: readonly Column<SimulatedItem>[] = [
  { name: 'item_id', of: (item) => item.itemId },
  { name: 'title', of: (item) => item.title },
  { name: 'category', of: (item) => item.category },
  { name: 'price', of: (item) => item.price },
  { name: 'currency', of: () => currency },
  { name: 'value', of: (item) => item.value },
  ...Object.values(attributeNames.slice(1)).map((name) => ({
    name: `${name}_level`,
    of: (item: SimulatedItem) => item.attributes[name as keyof SimulatedItem['attributes']],
  })),
  { name: 'decision_hours', of: (item) => item.decisionHours },
];

export const interactionColumns: readonly Column<InteractionRow>[] = [
  { name: 'event_id', of: (row) => row.eventId },
  { name: 'timestamp', of: (row) => time(row.at) },
  { name: 'customer_id', of: (row) => row.customerId },
  { name: 'interaction_type', of: (row) => row.type },
  { name: 'item_id', of: (row) => row.item.itemId },
  { name: 'category', of: (row) => row.item.category },
  { name: 'channel', of: (row) => row.visit.channel },
  { name: 'device', of: (row) => row.visit.device },
  { name: 'decision_id', of: (row) => row.decisionId },
  { name: 'rank', of: (row) => row.rank + 1 },
  { name: 'value', of: (row) => row.value },
  { name: 'currency', of: (row) => (row.value === null ? null : currency) },
];

export const recommendationColumns: readonly Column<RecommendationRow>[] = [
  { name: 'decision_id', of: ({ decision }) => decision.decisionId },
  { name: 'rank', of: ({ slot }) => slot.rank + 1 },
  { name: 'timestamp', of: ({ decision }) => time(decision.visit.at) },
  { name: 'customer_id', of: ({ world, decision }) => world.customers.id(decision.visit.customer) },
  { name: 'variant', of: ({ decision }) => decision.variant },
  { name: 'channel', of: ({ decision }) => decision.visit.channel },
  { name: 'device', of: ({ decision }) => decision.visit.device },
  { name: 'item_id', of: ({ world, slot }) => world.items[slot.item].itemId },
  { name: 'recommendation_type', of: ({ world, slot }) => world.items[slot.item].category },
  { name: 'content', of: ({ world, slot }) => world.items[slot.item].title },
  { name: 'confidence_score', of: ({ decision }) => decision.earlier / (decision.earlier + 10) },
  { name: 'expected_engagement', of: ({ slot }) => slot.expectedEngagement },
  { name: 'policy', of: ({ policy }) => policy },
  { name: 'propensity', of: ({ slot }) => slot.propensity },
  { name: 'clicked', of: ({ slot }) => (slot.clickedAt === null ? 0 : 1) },
  { name: 'clicked_at', of: ({ slot }) => time(slot.clickedAt) },
  { name: 'converted', of: ({ slot }) => (slot.convertedAt === null ? 0 : 1) },
  { name: 'converted_at', of: ({ slot }) => time(slot.convertedAt) },
  { name: 'revenue', of: ({ slot }) => slot.value },
  { name: 'true_click_probability', of: ({ slot }) => slot.clickProbability },
  { name: 'true_conversion_probability', of: ({ slot }) => slot.conversionProbability },
  { name: 'oracle_item_id', of: ({ world, slot }) => world.items[slot.oracleItem].itemId },
  { name: 'oracle_click_probability', of: ({ slot }) => slot.oracleClickProbability },
  { name: 'uniform_click_probability', of: ({ slot }) => slot.uniformClickProbability },
];

export const resultColumns: readonly Column<ResultRow>[] = [
  { name: 'experiment', of: () => experimentKey },
  { name: 'customer_id', of: ({ world, result }) => world.customers.id(result.customer) },
  { name: 'variant', of: ({ result }) => result.variant },
  { name: 'segment', of: ({ world, result }) => world.customers.tier(result.customer) },
  { name: 'first_exposure_at', of: ({ result }) => time(result.firstExposureAt) },
  { name: 'exposures', of: ({ result }) => result.decisions },
  { name: 'impressions', of: ({ result }) => result.impressions },
  { name: 'clicks', of: ({ result }) => result.clicks },
  { name: 'conversions', of: ({ result }) => result.conversions },
  { name: 'converted', of: ({ result }) => (result.conversions > 0 ? 1 : 0) },
  { name: 'revenue', of: ({ result }) => Math.round(100 * result.revenue) / 100 },
  { name: 'true_conversion_probability_control', of: ({ result }) => result.trueConversion.control },
  { name: 'true_conversion_probability_treatment', of: ({ result }) => result.trueConversion.treatment },
  { name: 'true_revenue_control', of: ({ result }) => result.trueRevenue.control },
  { name: 'true_revenue_treatment', of: ({ result }) => result.trueRevenue.treatment },
];
