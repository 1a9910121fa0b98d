import { Command } from 'commander';
import { createApp } from '../app.ts';
import { readConfig } from '../config.ts';

const drainMs = 25_000;

export function startCommand(): Command {
  return new Command('start')
    .description('start the server; settings come from the environment (see docs/configuration.md)')
    .action(run);
}

async function run(): Promise<void> {
  const app = await createApp(readConfig(process.env));
  const ended = new Promise<void>((resolve, reject) => {
    let stopping = false;
    const stop = () => {
      if (stopping) return;
      stopping = true;
      // What cannot be ended in time is safe all the same: the journal holds it and the next start replays it.
      setTimeout(() => process.exit(1), drainMs + 1000).unref();
      app.stop(drainMs).then(resolve, reject);
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
  });
  const { address, firstAdminKey } = await app.start();
  console.log(`Ready at ${address}`);
  if (firstAdminKey !== undefined) {
    console.log(`Admin key, shown only this once: ${firstAdminKey}`);
    console.log(
      'Sign in on the page with this key, then add people, or use it as "Authorization: Bearer KEY".',
    );
  }
  await ended;
}
