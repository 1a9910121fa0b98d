import { randomUUID } from 'node:crypto';
import type { EventRecord } from '../../packages/server/src/stores/journal/record.ts';

/** Events of about 220 bytes of JSON, as a shop sends them: random message ids, 100,000 customers, 9,000 items. */
export function sampleEvents(count: number, first = 0): EventRecord[] {
  return Array.from({ length: count }, (_, i) => {
    const n = first + i;
    return {
      kind: 'event',
      type: n % 9 === 0 ? 'purchase' : n % 4 === 0 ? 'click' : 'page_view',
      messageId: randomUUID(),
      customerId: `customer-${(n * 7919) % 100_000}`,
      itemId: `item-${(n * 31) % 9000}`,
      timestamp: 1_700_000_000_000 + n * 977,
      receivedAt: 1_700_000_000_000 + n,
      value: n % 9 === 0 ? 19.9 : undefined,
      channel: 'web',
      device: n % 3 === 0 ? 'desktop' : 'mobile',
      origin: 'live',
    };
  });
}

/** Prints one line: name, records a second, and further figures by name. */
export function report(
  name: string,
  records: number,
  ms: number,
  figures: Record<string, string> = {},
): void {
  const rate = Math.round((records / ms) * 1000).toLocaleString('en');
  const more = Object.entries(figures).map(([key, value]) => `${key} ${value}`);
  console.log([`${name.padEnd(52)} ${rate.padStart(11)} records/s`, ...more].join('   '));
}

/** Microseconds of the calling thread's processor time for each record. */
export function threadCost(start: NodeJS.CpuUsage, records: number): string {
  const used = process.threadCpuUsage(start);
  return `${((used.user + used.system) / records).toFixed(2)} µs`;
}
