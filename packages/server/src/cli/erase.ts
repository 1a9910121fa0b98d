import { Command } from 'commander';
import { ApiClient } from '../client/api-client.ts';
import { type FollowedJob, followJob } from '../client/follow-job.ts';
import { interruptSignal, keyOption, urlOption } from './options.ts';

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
  const { id } = await client.request<FollowedJob>(
    'DELETE',
    `/v1/customers/${encodeURIComponent(customerId)}`,
  );
  let shown = '';
  const onChange = ({ progress, message }: FollowedJob) => {
    const line = `${Math.round(progress * 100)} % ${message}`;
    if (line !== shown) console.log(line);
    shown = line;
  };
  try {
    const job = await followJob(client, id, { onChange });
    console.log(job.state === 'done' ? 'Erased.' : `Not erased: ${job.error ?? job.state}`);
    if (job.state !== 'done') process.exitCode = 1;
  } catch (error) {
    if (!signal.aborted) throw error;
    console.log(`Interrupted. The server goes on; GET /v1/jobs/${id} says how far it is.`);
    process.exitCode = 130;
  }
}
