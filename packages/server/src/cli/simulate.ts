import { join } from 'node:path';
import { Command } from 'commander';
import { readEvents, timeShift } from '../simulation/complete-journey/events.ts';
import { readItems } from '../simulation/complete-journey/items.ts';
import { simulate } from '../simulation/simulation.ts';
import { buildWorld, type World } from '../simulation/taste.ts';
import { decimal, interruptSignal, keyOption, urlOption, wholeNumber } from './options.ts';

export const datasetFolder = join(import.meta.dirname, '../../../../datasets/complete-journey');

interface Options {
  url: string;
  key: string;
  visits: number;
  seed: number;
  seconds?: number;
  quiet?: boolean;
}

export function simulateCommand(): Command {
  return new Command('simulate')
    .description(
      'send shoppers of the Complete Journey data set to a running server: they browse, see recommendations, click and buy',
    )
    .addOption(urlOption())
    .addOption(keyOption('events:write and recommendations:read, marked simulated'))
    .option('--visits <per-minute>', 'visits that begin each minute', decimal(0.1, 60_000), 90)
    .option('--seed <number>', 'seed of all chance', wholeNumber(0, 2 ** 32 - 1), 1)
    .option('--seconds <number>', 'stop after this long', wholeNumber(1, 31_536_000))
    .option('--quiet', 'print nothing but errors')
    .action(run);
}

async function run(options: Options): Promise<void> {
  const interrupted = interruptSignal();
  const world = await loadWorld();
  const signal = options.seconds
    ? AbortSignal.any([interrupted, AbortSignal.timeout(options.seconds * 1000)])
    : interrupted;
  let lastError = '';
  let shown = 0;
  const counts = await simulate(
    {
      world,
      url: options.url,
      key: options.key,
      visitsPerMinute: options.visits,
      seed: options.seed,
      signal,
      onError: (error) => {
        const message = error instanceof Error ? error.message : String(error);
        if (message !== lastError) console.error(message);
        lastError = message;
      },
    },
    (now) => {
      if (options.quiet || performance.now() - shown < 1000) return;
      shown = performance.now();
      process.stdout.write(
        `\r${now.visits} visits, ${now.active} under way, ${now.sent} events sent, ${now.rejected} refused `,
      );
    },
  );
  if (!options.quiet)
    console.log(`\n${counts.visits} visits, ${counts.sent} events sent, ${counts.rejected} refused.`);
}

async function loadWorld(): Promise<World> {
  const items = [];
  for await (const item of readItems(datasetFolder)) items.push(item);
  return buildWorld(items, await readEvents(datasetFolder, timeShift(Date.now())));
}
