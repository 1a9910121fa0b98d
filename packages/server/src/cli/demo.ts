import { Command } from 'commander';
import { type App, createApp } from '../app.ts';
import { ApiClient } from '../client/api-client.ts';
import { readConfig, type ServerConfig } from '../config.ts';
import { readEvents, timeShift } from '../simulation/complete-journey/events.ts';
import { forgetDemo, requireDemoFolder } from './demo/folder.ts';
import { type DemoKeys, demoKeys, ensureShopperKey } from './demo/keys.ts';
import { ingestHistory, loadDataset } from './demo/load.ts';
import { startShoppers } from './demo/shoppers.ts';
import { decimal } from './options.ts';
import { runUntilStopped } from './run-until-stopped.ts';
import { datasetFolder } from './simulate.ts';

interface Options {
  visits: number;
  fresh?: boolean;
  keep?: boolean;
}

interface DemoState {
  startedAt: string;
  timeShiftMs: number;
  dataset: string;
}

export function demoCommand(): Command {
  return new Command('demo')
    .description(
      'show the product on a real shop’s data, with simulated shoppers; everything lives in DATA_DIR (default ./data/demo)',
    )
    .option(
      '--visits <per-minute>',
      'visits of simulated shoppers that begin each minute; 0 for none',
      decimal(0, 60_000),
      90,
    )
    .option('--fresh', 'forget the last demo and load the data again')
    .option('--keep', 'keep data loaded on an earlier day, whose last day is no longer today')
    .action(run);
}

async function run(options: Options): Promise<void> {
  const started = performance.now();
  const config: ServerConfig = {
    ...readConfig({ DATA_DIR: './data/demo', ...process.env }),
    logLevel: 'warn',
  };
  await requireDemoFolder(config.dataDir);
  if (options.fresh) await forgetDemo(config.dataDir);
  const { app, keys } = await open(config, options);
  try {
    const shift = await load(app, keys);
    await ensureShopperKey(app.services.control.keys, keys.shoppers);
    const release = await releaseAsTimePasses(app, shift);
    const shoppers =
      options.visits > 0 ? startShoppers(app.address, keys.shoppers, options.visits) : undefined;
    announce(app.address, keys.admin, (performance.now() - started) / 1000);
    await runUntilStopped(async (drainMs) => {
      const end = performance.now() + drainMs;
      clearInterval(release);
      await shoppers?.stop();
      await app.stop(end - performance.now());
    });
  } catch (error) {
    await app.stop();
    throw error;
  }
}

/** Starts the server over the demo's folder; over an emptied one when what it holds was loaded on another day. */
async function open(config: ServerConfig, options: Options): Promise<{ app: App; keys: DemoKeys }> {
  const keys = await demoKeys(config.dataDir, config.adminKey);
  const app = await startApp(config, keys);
  const earlier = await readState(app);
  if (!earlier || options.keep || earlier.timeShiftMs === timeShift(Date.now())) return { app, keys };
  console.log(
    'The data was loaded on an earlier day; loading it again so that its last day is today (--keep leaves it).',
  );
  await app.stop();
  await forgetDemo(config.dataDir);
  const fresh = await demoKeys(config.dataDir, config.adminKey);
  return { app: await startApp(config, fresh), keys: fresh };
}

/** Loads the data set unless that was done before. Returns the milliseconds that its times were moved by. */
async function load(app: App, keys: DemoKeys): Promise<number> {
  const earlier = await readState(app);
  if (earlier) return earlier.timeShiftMs;
  const now = Date.now();
  const { control, ingestor } = app.services;
  console.log('Loading The Complete Journey (84.51°, CC0): a year of a US grocer.');
  await loadDataset(new ApiClient({ url: app.address, key: keys.admin }), ingestor, timeShift(now), now);
  const state: DemoState = {
    startedAt: new Date().toISOString(),
    timeShiftMs: timeShift(now),
    dataset: 'The Complete Journey',
  };
  await control.settings.set('demo', JSON.stringify(state));
  return state.timeShiftMs;
}

async function startApp(config: ServerConfig, keys: DemoKeys): Promise<App> {
  const app = await createApp({ ...config, adminKey: keys.admin });
  await app.start();
  return app;
}

async function readState(app: App): Promise<DemoState | undefined> {
  const text = await app.services.control.settings.get('demo');
  return text === undefined ? undefined : (JSON.parse(text) as DemoState);
}

/** The data's last day is today, so some of it has not happened yet: each event is let in when its time comes. */
async function releaseAsTimePasses(app: App, shift: number): Promise<NodeJS.Timeout> {
  // Those of the last hours are sent again after a restart; their ids keep them from counting twice.
  const since = Date.now() - 20 * 3_600_000;
  const waiting = (await readEvents(datasetFolder, shift)).filter((event) => event.timestamp! > since);
  return setInterval(() => {
    const now = Date.now();
    const due = waiting.findIndex((event) => event.timestamp! > now);
    const batch = waiting.splice(0, due === -1 ? waiting.length : due).slice(0, 10_000);
    if (batch.length > 0)
      ingestHistory(app.services.ingestor, batch).catch((error: unknown) => console.error(error));
  }, 1000);
}

function announce(address: string, key: string, seconds: number): void {
  console.log(`
Ready after ${seconds.toFixed(1)} s. Open ${address}
Sign in with this key: ${key}

Ask for recommendations:

curl -s -X POST ${address}/v1/recommendations -H 'Authorization: Bearer ${key}' -H 'Content-Type: application/json' -d '{"customerId":"2337","placement":"home","limit":5,"explain":true}'

All times are moved by whole days so that the data's last day is today. Shoppers you see now are simulated.
Ctrl-C stops.`);
}
