import type { OutgoingEvent } from '../../client/outgoing-event.ts';
import { readTable } from './read.ts';

const day = 86_400_000;
/** Timestamps in the files are UTC instants of stores in US Eastern time; the demo keeps the stores' wall clock. */
const wallClockOffset = -5 * 3_600_000;
/** The data's last day, by the stores' wall clock. */
export const lastDay = Date.UTC(2017, 11, 31);

/** Whole days (in ms) to add so that the data's last day becomes the UTC day of `now`. */
export function timeShift(now: number): number {
  return Math.floor(now / day) * day - lastDay;
}

/** Every event of the data set, oldest first, moved by `shift`: attributes, campaigns, purchases, redemptions. */
export async function readEvents(folder: string, shift: number): Promise<OutgoingEvent[]> {
  const events: OutgoingEvent[] = [];
  await pushPurchases(folder, shift, events);
  await pushCampaigns(folder, shift, events);
  await pushRedemptions(folder, shift, events);
  const first = events.reduce((min, e) => Math.min(min, e.timestamp!), Number.POSITIVE_INFINITY);
  await pushDemographics(folder, Math.floor(first / day) * day, events);
  return events.sort((a, b) => a.timestamp! - b.timestamp!);
}

async function pushPurchases(folder: string, shift: number, into: OutgoingEvent[]): Promise<void> {
  let line = 0;
  for await (const row of readTable(folder, 'transactions')) {
    into.push({
      messageId: `complete-journey:line:${line++}`,
      type: 'purchase',
      customerId: row.household_id,
      itemId: row.product_id,
      timestamp: Number(row.transaction_timestamp) * 1000 + wallClockOffset + shift,
      value: Number(row.sales_value),
      currency: 'USD',
      quantity: Number(row.quantity),
      channel: 'store',
      properties: {
        basketId: row.basket_id,
        storeId: row.store_id,
        retailDiscount: Number(row.retail_disc),
        couponDiscount: Number(row.coupon_disc),
      },
    });
  }
}

async function pushCampaigns(folder: string, shift: number, into: OutgoingEvent[]): Promise<void> {
  const descriptions = new Map<string, Record<string, string>>();
  for await (const row of readTable(folder, 'campaignDescriptions')) descriptions.set(row.campaign_id, row);
  for await (const row of readTable(folder, 'campaigns')) {
    const campaign = descriptions.get(row.campaign_id);
    if (!campaign) continue;
    into.push({
      messageId: `complete-journey:campaign:${row.campaign_id}:${row.household_id}`,
      type: 'campaign_received',
      customerId: row.household_id,
      timestamp: Number(campaign.start_date) * day + 9 * 3_600_000 + shift,
      channel: 'mail',
      properties: { campaignId: row.campaign_id, campaignType: campaign.campaign_type },
    });
  }
}

async function pushRedemptions(folder: string, shift: number, into: OutgoingEvent[]): Promise<void> {
  let line = 0;
  for await (const row of readTable(folder, 'redemptions')) {
    into.push({
      messageId: `complete-journey:redemption:${line++}`,
      type: 'coupon_redeemed',
      customerId: row.household_id,
      timestamp: Number(row.redemption_date) * day + 12 * 3_600_000 + shift,
      channel: 'store',
      properties: { couponUpc: row.coupon_upc, campaignId: row.campaign_id },
    });
  }
}

async function pushDemographics(folder: string, at: number, into: OutgoingEvent[]): Promise<void> {
  for await (const row of readTable(folder, 'demographics')) {
    into.push({
      messageId: `complete-journey:household:${row.household_id}`,
      type: 'identify',
      customerId: row.household_id,
      timestamp: at,
      traits: present({
        ageBand: row.age,
        age: bandMiddle(row.age),
        incomeBand: row.income,
        income: bandMiddle(row.income) * 1000,
        homeOwnership: known(row.home_ownership),
        maritalStatus: known(row.marital_status),
        householdSize: row.household_size,
        householdComposition: row.household_comp,
        children: row.kids_count,
      }),
    });
  }
}

/** The middle of a published band: "45-54" → 49.5, "65+" → 65, "Under 15K" → 7.5, "250K+" → 250. */
export function bandMiddle(band: string): number {
  const numbers = band.match(/\d+/g)?.map(Number) ?? [];
  if (numbers.length === 2) return (numbers[0] + numbers[1]) / 2;
  return band.startsWith('Under') ? numbers[0] / 2 : numbers[0];
}

/** Without the fields that have no value: an event is JSON, which has no undefined. */
function present(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function known(value: string): string | undefined {
  return value === '' || value === 'Unknown' || value === 'NA' ? undefined : value;
}
