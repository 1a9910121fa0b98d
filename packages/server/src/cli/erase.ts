import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import { ApiClient } from '../client/api-client.ts';
import { interruptSignal, keyOption, urlOption } from './options.ts';

interface JobAnswer {
  id: string;
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
  progress: number;
  message: string;
  error: string | null;
}

export function eraseCommand(): Command {
  return new Command('erase')
    .description('erase one customer from every store of a running server, and wait until it is done')
    .argument('<customerId>')
    .addOption(urlOption())
    .addOption(keyOption('customers:write'))
    .option('--yes', 'do not ask')
    .action(run);
}

async function run(customerId: string, options: { url: string; key: string; yes?: boolean }): Promise<void> {
  const signal = interruptSignal();
  if (!options.yes) {
    console.error(`This cannot be undone. Repeat with --yes to erase customer ${customerId} everywhere.`);
    process.exitCode = 2;
    return;
  }
  const client = new ApiClient({ url: options.url, key: options.key, signal });
  let shown = '';
  let job = await client.request<JobAnswer>('DELETE', `/v1/customers/${encodeURIComponent(customerId)}`);
  while (job.state === 'queued' || job.state === 'running') {
    await sleep(250, undefined, { signal });
    job = await client.request<JobAnswer>('GET', `/v1/jobs/${encodeURIComponent(job.id)}`);
    const line = `${Math.round(job.progress * 100)} % ${job.message}`;
    if (line !== shown) console.log(line);
    shown = line;
  }
  console.log(job.state === 'done' ? 'Erased.' : `Not erased: ${job.error ?? job.state}`);
  if (job.state !== 'done') process.exitCode = 1;
}
