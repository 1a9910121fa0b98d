import { Command, Option } from 'commander';
import { ApiClient } from '../client/api-client.ts';
import { scopes } from '../stores/control/control-store.ts';
import { origins } from '../stores/journal/record.ts';
import { collect, keyOption, urlOption, wholeNumber } from './options.ts';

interface Connection {
  url: string;
  key: string;
}

interface KeyAnswer {
  id: string;
  name: string;
  prefix: string;
  scopes: string[];
  origin: string;
  createdAt: string;
  lastUsedAt: string | null;
  revokedAt: string | null;
}

/** `keys list|create|revoke` of a running server. */
export function keysCommand(): Command {
  return new Command('keys')
    .description('list, make and revoke API keys of a running server')
    .addCommand(listCommand())
    .addCommand(createCommand())
    .addCommand(revokeCommand());
}

function listCommand(): Command {
  return connected(new Command('list').description('list keys')).action(async (options: Connection) => {
    const { data } = await client(options).request<{ data: KeyAnswer[] }>('GET', '/v1/keys');
    for (const key of data) {
      const state = key.revokedAt ? 'revoked' : key.lastUsedAt ? `used ${key.lastUsedAt}` : 'never used';
      console.log(`${key.id}  ${key.prefix}…  ${key.scopes.join(',')}  ${key.origin}  ${state}  ${key.name}`);
    }
  });
}

function createCommand(): Command {
  return connected(new Command('create').description('make a key; its secret is shown once'))
    .requiredOption('--name <name>', 'what it is for')
    .addOption(
      new Option('--scope <scope>', `what it may do: ${scopes.join(', ')}; repeat for several`)
        .argParser(collect)
        .default([])
        .makeOptionMandatory(),
    )
    .option('--rate-limit <requests>', 'requests a minute', wholeNumber(1, 10_000_000))
    .addOption(
      new Option('--origin <origin>', 'what events sent with it are marked as')
        .choices(origins)
        .default('live'),
    )
    .action(
      async (options: Connection & { name: string; scope: string[]; rateLimit?: number; origin: string }) => {
        const { name, scope, rateLimit, origin } = options;
        const answer = await client(options).request<{ key: KeyAnswer; secret: string }>('POST', '/v1/keys', {
          name,
          scopes: scope,
          rateLimit,
          origin,
        });
        console.log(answer.secret);
      },
    );
}

function revokeCommand(): Command {
  return connected(new Command('revoke').description('revoke a key').argument('<id>')).action(
    async (id: string, options: Connection) => {
      await client(options).request('DELETE', `/v1/keys/${encodeURIComponent(id)}`);
      console.log('Revoked.');
    },
  );
}

function connected(command: Command): Command {
  return command.addOption(urlOption()).addOption(keyOption('admin'));
}

function client({ url, key }: Connection): ApiClient {
  return new ApiClient({ url, key, retries: 0 });
}
