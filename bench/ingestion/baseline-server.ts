// The very application, but for one thing: events are validated and thrown away. What HTTP and JSON cost alone.
import { createApp } from '../../packages/server/src/app.ts';
import { readConfig } from '../../packages/server/src/config.ts';
import { checkEvent, isVerdict } from '../../packages/server/src/ingestion/check-event.ts';
import { EventTypes } from '../../packages/server/src/ingestion/index.ts';

const app = await createApp(readConfig(process.env));
const { ingestor } = app.services;
const types = new EventTypes();
ingestor.ingest = async (events: readonly unknown[]) => {
  const context = { receivedAt: Date.now(), skew: 0, origin: 'live', types } as const;
  let accepted = 0;
  for (const event of events) if (!isVerdict(checkEvent(event, context))) accepted++;
  return { accepted, duplicates: 0, rejected: [] };
};
await app.start();
process.on('SIGTERM', async () => {
  await app.stop();
  process.exit(0);
});
