import { SingleBar } from 'cli-progress';
import { Command, Option } from 'commander';
import { ApiClient } from '../client/api-client.ts';
import { type FollowedJob, followJob } from '../client/follow-job.ts';
import { decimal, interruptSignal, keyOption, urlOption, wholeNumber } from './options.ts';
import { outcomeLines, type TrainOutcome } from './train-outcome.ts';

interface Options {
  url: string;
  key: string;
  from: string;
  label?: string;
  objective?: string;
  placement?: string;
  testDays?: number;
  iterations?: number;
  learningRate?: number;
  depth?: number;
  seed?: number;
  threads?: number;
  promote: boolean;
  notes?: string;
  quiet?: boolean;
}

export function trainCommand(): Command {
  return new Command('train')
    .description('train the next version of a model on a running server, and wait until it is done')
    .argument('[model]', 'name in the registry', 'ranker')
    .addOption(urlOption())
    .addOption(keyOption('models:write'))
    .addOption(
      new Option('--from <source>', 'what to learn from')
        .choices(['auto', 'decisions', 'purchases'])
        .default('auto'),
    )
    .addOption(
      new Option('--label <outcome>', 'what a good slot earned').choices(['click', 'conversion', 'value']),
    )
    .addOption(new Option('--objective <loss>', 'what trees minimise').choices(['lambdaMart', 'logistic']))
    .option('--placement <name>', 'whose candidates count (default: home)')
    .option('--test-days <days>', 'newest days that judge it', decimal(0.01, 3650))
    .option('--iterations <rounds>', 'boosting rounds at most', wholeNumber(1, 10_000))
    .option('--learning-rate <rate>', 'step of a round', decimal(0.0001, 1))
    .option('--depth <levels>', 'depth of trees', wholeNumber(1, 64))
    .option('--seed <number>', 'seed of all chance', wholeNumber(0, 2 ** 32 - 1))
    .option('--threads <number>', 'threads that grow trees', wholeNumber(1, 64))
    .option('--no-promote', 'register it, but let it not become champion')
    .option('--notes <text>', 'kept with the version')
    .option('--quiet', 'print the outcome only')
    .action(run);
}

async function run(model: string, options: Options): Promise<void> {
  const interrupted = interruptSignal();
  const client = new ApiClient({ url: options.url, key: options.key, signal: interrupted });
  const path = `/v1/models/${encodeURIComponent(model)}`;
  const started = await client.request<FollowedJob>('POST', `${path}/train`, requestOf(options));
  const bar = new SingleBar({
    format: ' {bar} {percentage} % | {message} | {metric}',
    barsize: 30,
    hideCursor: true,
  });
  let metric = '';
  if (!options.quiet) bar.start(100, 0, { message: 'waiting', metric });
  let job: FollowedJob;
  try {
    job = await followJob(client, started.id, {
      onChange: ({ progress, message }) =>
        bar.update(Math.round(progress * 100), { message: message.slice(0, 60), metric }),
      onMetric: ({ name, value }) => {
        metric = `${name} ${value.toFixed(4)}`;
      },
      onLog: (line) => {
        if (options.quiet || process.stdout.isTTY) return;
        console.log(line);
      },
    });
  } catch (error) {
    if (!interrupted.aborted) throw error;
    bar.stop();
    await new ApiClient({ url: options.url, key: options.key, retries: 0 }).request(
      'DELETE',
      `/v1/jobs/${started.id}`,
    );
    console.log('Interrupted: the training was cancelled.');
    process.exitCode = 130;
    return;
  }
  bar.stop();
  report(model, job);
}

function requestOf(options: Options): Record<string, unknown> {
  const { from, label, objective, placement, testDays, iterations, learningRate, depth, seed, threads } =
    options;
  const parameters = defined({ iterations, learningRate, maxDepth: depth });
  return {
    ...defined({ from, label, objective, placement, seed, threads, notes: options.notes }),
    promote: options.promote,
    ...(testDays === undefined ? {} : { split: { testDays } }),
    ...(Object.keys(parameters).length === 0 ? {} : { parameters }),
  };
}

function defined(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function report(model: string, job: FollowedJob): void {
  if (job.state !== 'done' || job.result === null) {
    console.log(`Not trained: ${job.error ?? job.state}`);
    process.exitCode = 1;
    return;
  }
  for (const line of outcomeLines(model, job.result as unknown as TrainOutcome)) console.log(line);
}
