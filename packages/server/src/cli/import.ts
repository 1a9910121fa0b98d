import { stat } from 'node:fs/promises';
import { SingleBar } from 'cli-progress';
import { Command, Option } from 'commander';
import { ApiClient } from '../client/api-client.ts';
import { type ImportKind, kinds } from './import/mapping.ts';
import { forgetProgress, type ImportProgress } from './import/progress-file.ts';
import { type Format, formatOf, formats } from './import/rows.ts';
import { runImport } from './import/run-import.ts';
import { collect, interruptSignal, keyOption, urlOption, wholeNumber } from './options.ts';

interface Options {
  url: string;
  key: string;
  kind: ImportKind;
  format?: Format;
  map: string[];
  timeUnit: 's' | 'ms';
  batchSize: number;
  rejects?: string;
  again?: boolean;
}

export function importCommand(): Command {
  return new Command('import')
    .description('send a file of events, items or customers to a running server; resumes where it stopped')
    .argument('<file>', 'CSV, JSON lines or Parquet; .gz is unpacked')
    .addOption(urlOption())
    .addOption(keyOption('events:write (items: catalog:write)'))
    .addOption(new Option('--kind <kind>', 'what a row is').choices(kinds).default('events'))
    .addOption(new Option('--format <format>', 'when the name does not tell').choices(formats))
    .option(
      '--map <field=column>',
      'read a field from a column of another name; field="text" sets it; -column leaves one out',
      collect,
      [],
    )
    .addOption(new Option('--time-unit <unit>', 'unit of numeric times').choices(['s', 'ms']).default('ms'))
    .option('--batch-size <rows>', 'rows sent at once', wholeNumber(1, 10_000), 1000)
    .option('--rejects <file>', 'where refused rows go with their reason (default: FILE.rejected.jsonl)')
    .option('--again', 'start over instead of resuming')
    .action(run);
}

async function run(path: string, options: Options): Promise<void> {
  const signal = interruptSignal();
  if (options.again) await forgetProgress(path);
  const rejectsPath = options.rejects ?? `${path}.rejected.jsonl`;
  const bar = new SingleBar({
    format:
      ' {rows} rows | {accepted} accepted | {duplicates} duplicates | {rejected} rejected | {rate} rows/s',
  });
  const started = performance.now();
  let first: number | undefined;
  const show = (progress: ImportProgress) => {
    first ??= progress.rows;
    const rate = Math.round((1000 * (progress.rows - first)) / Math.max(1, performance.now() - started));
    bar.update(progress.rows, { ...progress, rate });
  };
  bar.start(0, 0, { rows: 0, accepted: 0, duplicates: 0, rejected: 0, rate: 0 });
  try {
    const format = options.format ?? formatOf(path);
    const client = new ApiClient({ url: options.url, key: options.key, signal });
    const result = await runImport({
      ...options,
      path,
      format,
      rejectsPath,
      client,
      signal,
      onProgress: show,
    });
    show(result);
    bar.stop();
    await report(path, rejectsPath, result);
  } catch (error) {
    bar.stop();
    if (!signal.aborted) throw error;
    console.log('Interrupted. The same command goes on where this stopped.');
    process.exitCode = 130;
  }
}

async function report(path: string, rejectsPath: string, result: ImportProgress): Promise<void> {
  console.log(
    `${path}: ${result.rows} rows, ${result.accepted} accepted, ${result.duplicates} duplicates, ${result.rejected} rejected.`,
  );
  if (result.rejected > 0) console.log(`Refused rows and their reasons: ${rejectsPath}`);
  const rejects = await stat(rejectsPath).catch(() => undefined);
  if (result.accepted === 0 && result.duplicates === 0 && (rejects?.size ?? 0) > 0) process.exitCode = 1;
}
