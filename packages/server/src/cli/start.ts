import { Command } from 'commander';
import { createApp } from '../app.ts';
import { readConfig } from '../config.ts';
import { AppError } from '../errors.ts';
import { runUntilStopped } from './run-until-stopped.ts';

export function startCommand(): Command {
  return new Command('start')
    .description('start the server; settings come from the environment (see docs/operations.md)')
    .action(run);
}

async function run(): Promise<void> {
  const app = await createApp(readConfig(process.env));
  const stopped = runUntilStopped((drainMs) => app.stop(drainMs));
  const started = await app.start().catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'shutting_down') return undefined;
    throw error;
  });
  if (started === undefined) return stopped;
  const { address, firstAdminKey } = started;
  console.log(`Ready at ${address}`);
  if (firstAdminKey !== undefined) {
    console.log(`Admin key, shown only this once: ${firstAdminKey}`);
    console.log(
      'Sign in on the page with this key, then add people, or use it as "Authorization: Bearer KEY".',
    );
  }
  await stopped;
}
