import { createWriteStream } from 'node:fs';
import { lstat, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { Command, Option } from 'commander';
import { ApiClient } from '../client/api-client.ts';
import { interruptSignal, keyOption, urlOption } from './options.ts';

interface Options {
  url: string;
  key: string;
  format: string;
  out?: string;
  from?: string;
  to?: string;
  type?: string;
  separator?: string;
  bom?: boolean;
}

export function exportCommand(): Command {
  return new Command('export')
    .description('write events, decisions, items or customers of a running server to a file')
    .addArgument(
      new Command()
        .createArgument('<what>', 'what to export')
        .choices(['events', 'decisions', 'items', 'customers']),
    )
    .addOption(urlOption())
    .addOption(keyOption('admin'))
    .addOption(
      new Option('--format <format>', 'file format').choices(['csv', 'jsonl', 'parquet']).default('csv'),
    )
    .option('--out <file>', 'file to write (default: standard output)')
    .option('--from <time>', 'first time, RFC 3339 (events and decisions)')
    .option('--to <time>', 'time before which to stop, RFC 3339 (events and decisions)')
    .option('--type <type>', 'only events of this type')
    .addOption(new Option('--separator <name>', 'CSV separator').choices(['comma', 'semicolon', 'tab']))
    .option('--bom', 'start CSV with a byte-order mark')
    .action(run);
}

async function run(what: string, options: Options): Promise<void> {
  const signal = interruptSignal();
  const query = new URLSearchParams({ format: options.format });
  for (const name of ['from', 'to', 'type', 'separator'] as const) {
    const value = options[name];
    if (value !== undefined) query.set(name, value);
  }
  if (options.bom) query.set('bom', 'true');
  const client = new ApiClient({ url: options.url, key: options.key, signal });
  try {
    const response = await client.fetch('GET', `/v1/exports/${what}?${query}`);
    const body = response.body as ReadableStream<Uint8Array>;
    await (options.out ? writeFile(body, options.out) : writeOut(body));
  } catch (error) {
    if (!signal.aborted) throw error;
    console.error(options.out ? `Interrupted. ${options.out} was left as it was.` : 'Interrupted.');
    process.exitCode = 130;
  }
}

/** A file appears under its name when it is whole; one that was there stays until then. */
async function writeFile(body: ReadableStream<Uint8Array>, file: string): Promise<void> {
  const existing = await lstat(file).catch(() => undefined);
  // Pipes and devices are written to, never replaced.
  if (existing?.isFile() === false) return pipeline(Readable.fromWeb(body), createWriteStream(file));
  const part = `${file}.part`;
  try {
    await pipeline(Readable.fromWeb(body), createWriteStream(part));
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

async function writeOut(body: ReadableStream<Uint8Array>): Promise<void> {
  await pipeline(Readable.fromWeb(body), process.stdout, { end: false }).catch(
    (error: NodeJS.ErrnoException) => {
      // The reader has seen enough (`| head`).
      if (error.code !== 'EPIPE') throw error;
    },
  );
}
