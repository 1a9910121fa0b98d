// The same Fastify application, which only validates events and throws them away: what HTTP and JSON cost alone.
import { pino } from 'pino';
import { readConfig } from '../../packages/server/src/config.ts';
import { ensureAdminKey } from '../../packages/server/src/http/auth/first-key.ts';
import { Metrics } from '../../packages/server/src/http/operations/metrics.ts';
import { createHttpServer } from '../../packages/server/src/http/server.ts';
import type { HttpServices } from '../../packages/server/src/http/services.ts';
import { checkEvent, isVerdict } from '../../packages/server/src/ingestion/check-event.ts';
import { EventTypes } from '../../packages/server/src/ingestion/index.ts';
import { openControlStore } from '../../packages/server/src/stores/index.ts';

const config = readConfig(process.env);
const control = await openControlStore(config.dataDir);
await ensureAdminKey(control.keys, config.adminKey);
const types = new EventTypes();
const ingestor = {
  async ingest(events: readonly unknown[]) {
    const context = { receivedAt: Date.now(), skew: 0, origin: 'live', types } as const;
    let accepted = 0;
    for (const event of events) if (!isVerdict(checkEvent(event, context))) accepted++;
    return { accepted, duplicates: 0, rejected: [] };
  },
};
const used: Partial<Record<keyof HttpServices, unknown>> = {
  control,
  ingestor,
  metrics: new Metrics(),
  readiness: () => ({ state: 'ready', message: '', progress: 1 }),
  declared: { features: [], segments: [] },
};
// The other routes are registered, as in the real server, but never called.
const services = new Proxy(used, {
  get: (target, name) => target[name as keyof HttpServices] ?? {},
}) as unknown as HttpServices;
const { app } = await createHttpServer({
  services,
  logger: pino({ level: 'warn' }),
  corsOrigins: ['*'],
  defaultRateLimit: config.defaultRateLimit,
  trustProxy: false,
  version: 'baseline',
  dashboardFolder: '/nowhere',
});
await app.listen({ port: config.port, host: config.host });
process.on('SIGTERM', () => process.exit(0));
