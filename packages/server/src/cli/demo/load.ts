import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import type { ApiClient } from '../../client/api-client.ts';
import type { OutgoingEvent } from '../../client/outgoing-event.ts';
import type { Ingestor } from '../../ingestion/index.ts';
import { readEvents } from '../../simulation/complete-journey/events.ts';
import { readItems } from '../../simulation/complete-journey/items.ts';
import { datasetFolder } from '../simulate.ts';

const batchSize = 1000;

/** Loads the catalog over HTTP, then the year's events up to `until`, with a progress bar each. */
export async function loadDataset(
  client: ApiClient,
  ingestor: Ingestor,
  shift: number,
  until: number,
): Promise<void> {
  const bars = new MultiBar(
    {
      format: '  {what} {bar} {percentage} % | {value} of {total}',
      hideCursor: true,
      noTTYOutput: true,
      notTTYSchedule: 2000,
    },
    Presets.shades_classic,
  );
  try {
    await loadItems(client, bars);
    await loadEvents(ingestor, shift, until, bars);
  } finally {
    bars.stop();
  }
}

async function loadItems(client: ApiClient, bars: MultiBar): Promise<void> {
  const items = [];
  for await (const item of readItems(datasetFolder)) items.push(item);
  const bar = startBar(bars, 'products', items.length);
  for (let i = 0; i < items.length; i += batchSize) {
    const batch = items.slice(i, i + batchSize);
    await client.request('POST', '/v1/items', { items: batch });
    bar.increment(batch.length);
  }
}

async function loadEvents(ingestor: Ingestor, shift: number, until: number, bars: MultiBar): Promise<void> {
  const events = (await readEvents(datasetFolder, shift)).filter((event) => event.timestamp! <= until);
  const bar = startBar(bars, 'events  ', events.length);
  for (let i = 0; i < events.length; i += batchSize) {
    const batch = events.slice(i, i + batchSize);
    await ingestHistory(ingestor, batch);
    bar.increment(batch.length);
  }
}

function startBar(bars: MultiBar, what: string, total: number): SingleBar {
  return bars.create(total, 0, { what });
}

/** Puts events of the data set into the journal, marked as imported. A refused one is a mistake of this program. */
export async function ingestHistory(ingestor: Ingestor, events: OutgoingEvent[]): Promise<void> {
  const { rejected } = await ingestor.ingest(events, { origin: 'import' });
  if (rejected.length > 0) {
    throw new Error(
      `the data set's event ${events[rejected[0].index].messageId} was refused: ${rejected[0].detail}`,
    );
  }
}
