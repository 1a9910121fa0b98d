import { writeFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { parse } from 'yaml';
import { ApiClient, ApiError } from '../client/api-client.ts';
import { type FollowedJob, followJob } from '../client/follow-job.ts';
import { AppError } from '../errors.ts';
import { interruptSignal, keyOption, urlOption } from './options.ts';
import { type DocumentedPipeline, pipelineMarkdown } from './pipeline-docs.ts';

interface Options {
  url: string;
  key: string;
  select?: string[];
  exclude?: string[];
  fullRefresh?: boolean;
  vars?: Record<string, unknown>;
}

const about = {
  run: 'build models',
  test: 'check models and the freshness of sources',
  build: 'build models and check each before what reads it is built',
} as const;

/** `personalize pipeline run|test|build|docs`: the dbt project of a running server, in its own engine. */
export function pipelineCommand(): Command {
  const pipeline = new Command('pipeline').description(
    'the data pipeline (a dbt project) of a running server',
  );
  for (const [name, description] of Object.entries(about)) {
    pipeline.addCommand(
      new Command(name)
        .description(`${description}, and wait until it is done`)
        .addOption(urlOption())
        .addOption(keyOption('models:write'))
        .option(
          '-s, --select <selectors...>',
          'what to work on: names, +parents, children+, tag:, path:, state:modified',
        )
        .option('--exclude <selectors...>', 'what to leave out')
        .option('-f, --full-refresh', 'make incremental models anew')
        .addOption(new Option('--vars <yaml>', "variables, e.g. '{late_days: 7}'").argParser(variables))
        .action((options: Options) => run(name, options)),
    );
  }
  pipeline.addCommand(
    new Command('docs')
      .description('write what the models, columns and tests are as Markdown, or everything as JSON')
      .addOption(urlOption())
      .addOption(keyOption('analytics:read'))
      .addOption(
        new Option('--format <format>', 'file format').choices(['markdown', 'json']).default('markdown'),
      )
      .option('--out <file>', 'file to write (default: standard output)')
      .action(docs),
  );
  return pipeline;
}

function variables(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = parse(text);
  } catch (cause) {
    throw new AppError('invalid_request', `--vars is not YAML: ${(cause as Error).message.split('\n')[0]}`);
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new AppError(
      'invalid_request',
      `--vars must be a map such as '{late_days: 7}', got ${text.slice(0, 100)}`,
    );
  }
  return value as Record<string, unknown>;
}

async function run(command: string, options: Options): Promise<void> {
  const interrupted = interruptSignal();
  const { select = [], exclude = [], fullRefresh = false, vars = {} } = options;
  const client = new ApiClient({ url: options.url, key: options.key, signal: interrupted });
  const started = await client
    .request<FollowedJob>('POST', '/v1/pipeline/runs', { command, select, exclude, fullRefresh, vars })
    .catch((error: unknown) => {
      if (!(error instanceof ApiError)) throw error;
      for (const { message } of error.problem.errors ?? []) console.error(`  ${message}`);
      throw error;
    });
  let job: FollowedJob;
  try {
    job = await followJob(client, started.id, { onLog: (line) => console.log(line) });
  } catch (error) {
    if (!interrupted.aborted) throw error;
    const patient = new ApiClient({ url: options.url, key: options.key, retries: 0 });
    await patient.request('DELETE', `/v1/jobs/${started.id}`);
    console.log('Interrupted: the run was cancelled; tables that were being built are as before.');
    process.exitCode = 130;
    return;
  }
  if (job.state !== 'done' || job.result === null) {
    console.log(`Not done: ${job.error ?? job.state}`);
    process.exitCode = 1;
    return;
  }
  const { state, ...counts } = job.result;
  const summary = Object.entries(counts).map(([status, count]) => `${count} ${status}`);
  console.log(`${state === 'done' ? 'Done' : 'Failed'}: ${summary.join(', ') || 'nothing to do'}.`);
  if (state !== 'done') process.exitCode = 1;
}

async function docs(options: Options & { format: 'markdown' | 'json'; out?: string }): Promise<void> {
  const client = new ApiClient({ url: options.url, key: options.key, signal: interruptSignal() });
  const pipeline = await client.request<DocumentedPipeline>('GET', '/v1/pipeline');
  const text =
    options.format === 'json' ? `${JSON.stringify(pipeline, null, 2)}\n` : pipelineMarkdown(pipeline);
  if (options.out !== undefined) await writeFile(options.out, text);
  else process.stdout.write(text);
}
