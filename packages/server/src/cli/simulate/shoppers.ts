import { readEvents, timeShift } from '../../simulation/complete-journey/events.ts';
import { readItems } from '../../simulation/complete-journey/items.ts';
import { simulate } from '../../simulation/simulation.ts';
import { buildWorld, type World } from '../../simulation/taste.ts';
import type { ServerOptions } from './options.ts';
import { stopAfter } from './stop-after.ts';
import { tellOnce } from './tell-once.ts';

/** Shoppers of the Complete Journey visit the demo's shop until the signal. */
export async function runShoppers(
  folder: string,
  options: ServerOptions,
  interrupted: AbortSignal,
): Promise<void> {
  const world = await loadWorld(folder);
  let shown = 0;
  const counts = await simulate(
    {
      world,
      url: options.url,
      key: options.key,
      visitsPerMinute: options.visits,
      seed: options.seed,
      signal: stopAfter(options.seconds, interrupted),
      onError: tellOnce(),
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

async function loadWorld(folder: string): Promise<World> {
  const items = [];
  for await (const item of readItems(folder)) items.push(item);
  return buildWorld(items, await readEvents(folder, timeShift(Date.now())));
}
