import { SingleBar } from 'cli-progress';
import { Command, InvalidArgumentError, Option } from 'commander';
import { ApiClient } from '../client/api-client.ts';
import { type FollowedJob, followJob } from '../client/follow-job.ts';
import { collect, decimal, interruptSignal, keyOption, urlOption, wholeNumber } from './options.ts';

interface Options {
  url: string;
  key: string;
  policy: 'greedy' | 'epsilonGreedy' | 'softmax' | 'uniform';
  epsilon?: number;
  temperature?: number;
  placement: string;
  from?: string;
  to?: string;
  reward: string;
  attributionHours?: number;
  includeOpen?: boolean;
  estimator: string[];
  rewardModel?: string;
  maxDecisions?: number;
  seed?: number;
  json?: boolean;
  quiet?: boolean;
}

interface Interval {
  low: number;
  high: number;
}

interface Evaluation {
  id: string;
  state: 'done' | 'refused';
  policy: string;
  model: string;
  reward: string;
  level: number;
  refusal: { message: string } | null;
  decisions: number;
  found: number;
  logged: (Interval & { value: number }) | null;
  estimates: {
    estimator: string;
    value: number;
    bootstrap: Interval;
    lift: (Interval & { value: number }) | null;
  }[];
  headline: string | null;
  verdict: 'better' | 'worse' | 'unclear' | null;
  refused: { estimator: string; message: string }[];
  diagnostics: { effectiveRows: number; rows: number; largestWeight: number; meanWeight: number } | null;
  problems: { code: string; count: number }[];
}

const evaluationsPath = '/v1/evaluations';

export function evaluateCommand(): Command {
  return new Command('evaluate')
    .description('say what a policy would have earned on logged decisions, by a running server')
    .argument('[model]', 'ranker: name@version, name@alias or heuristic (default: the placement’s)')
    .addOption(urlOption())
    .addOption(keyOption('models:write'))
    .addOption(
      new Option('--policy <kind>', 'how the slate is drawn from the ranked candidates')
        .choices(['greedy', 'epsilonGreedy', 'softmax', 'uniform'])
        .default('greedy'),
    )
    .option('--epsilon <share>', 'of epsilonGreedy', decimal(0, 1))
    .option('--temperature <number>', 'of softmax, in spans of the scores', decimal(0.001, 100))
    .option('--placement <name>', 'whose decisions count', 'home')
    .option('--from <time>', 'decisions from this time on', time)
    .option('--to <time>', 'decisions before this time', time)
    .addOption(
      new Option('--reward <kind>', 'what a slot earns')
        .choices(['click', 'conversion', 'value'])
        .default('click'),
    )
    .option(
      '--attribution-hours <hours>',
      'time in which an outcome counts (default: 24)',
      decimal(0.0001, 2160),
    )
    .option('--include-open', 'take decisions whose attribution window has not ended')
    .option('--estimator <name>', 'only this one; may be repeated', collect, [])
    .addOption(
      new Option('--reward-model <kind>', 'of the doubly robust estimators').choices(['logistic', 'trees']),
    )
    .option('--max-decisions <number>', 'a random sample (default: 20000)', wholeNumber(10, 200_000))
    .option('--seed <number>', 'seed of all chance', wholeNumber(0, 2 ** 32 - 1))
    .option('--json', 'print the evaluation as JSON')
    .option('--quiet', 'no progress bar')
    .action(run);
}

async function run(model: string | undefined, options: Options): Promise<void> {
  const interrupted = interruptSignal();
  const client = new ApiClient({ url: options.url, key: options.key, signal: interrupted });
  const answer = await client.request<Evaluation | FollowedJob>(
    'POST',
    evaluationsPath,
    bodyOf(model, options),
  );
  if ('estimates' in answer) {
    report(answer, options);
    return;
  }
  const job = await follow(client, answer.id, options, interrupted);
  if (job === undefined) return;
  if (job.state !== 'done') {
    console.log(`Not evaluated: ${job.error ?? job.state}`);
    process.exitCode = 1;
    return;
  }
  report(await client.request<Evaluation>('GET', `${evaluationsPath}/${job.id}`), options);
}

/** The job at its end; undefined when it was interrupted, and so cancelled. */
async function follow(
  client: ApiClient,
  id: string,
  options: Options,
  interrupted: AbortSignal,
): Promise<FollowedJob | undefined> {
  const silent = options.quiet || options.json;
  const bar = new SingleBar({ format: ' {bar} {percentage} % | {message}', barsize: 30, hideCursor: true });
  if (!silent) bar.start(100, 0, { message: 'waiting' });
  try {
    return await followJob(client, id, {
      onChange: ({ progress, message }) =>
        bar.update(Math.round(progress * 100), { message: message.slice(0, 60) }),
    });
  } catch (error) {
    if (!interrupted.aborted) throw error;
    const last = new ApiClient({ url: options.url, key: options.key, retries: 0 });
    await last.request('DELETE', `/v1/jobs/${encodeURIComponent(id)}`);
    console.log('Interrupted: the evaluation was cancelled.');
    process.exitCode = 130;
    return undefined;
  } finally {
    if (!silent) bar.stop();
  }
}

function bodyOf(model: string | undefined, options: Options): Record<string, unknown> {
  const { policy, epsilon, temperature, estimator, placement, from, to, reward } = options;
  const { attributionHours, includeOpen, rewardModel, maxDecisions, seed } = options;
  return defined({
    policy: defined({ kind: policy, model, epsilon, temperature }),
    ...{ placement, from, to, reward, attributionHours, includeOpen, rewardModel, maxDecisions, seed },
    estimators: estimator.length === 0 ? undefined : estimator,
  });
}

function defined(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function time(text: string): string {
  const at = Date.parse(text);
  if (Number.isNaN(at))
    throw new InvalidArgumentError(`must be a time such as 2026-01-31T12:00:00Z, got ${text}`);
  return new Date(at).toISOString();
}

function report(evaluation: Evaluation, { json }: Options): void {
  const { state, refusal, policy, model, decisions, found, logged, estimates, headline } = evaluation;
  if (state === 'refused') process.exitCode = 1;
  if (json) {
    console.log(JSON.stringify(evaluation, null, 2));
    return;
  }
  console.log(`${policy} over ${model}: ${decisions} of ${found} decisions, reward ${evaluation.reward}`);
  for (const { code, count } of evaluation.problems) console.log(`  left out: ${code} ${count}`);
  if (logged !== null) console.log(`  ${'the log'.padEnd(12)} ${interval(logged.value, logged)}`);
  if (refusal !== null) {
    console.log(`Refused: ${refusal.message}`);
    return;
  }
  for (const { estimator, value, bootstrap, lift } of estimates) {
    const change =
      lift === null ? '' : `  ${percent(lift.value)} (${percent(lift.low)} to ${percent(lift.high)})`;
    const mark = estimator === headline ? '*' : ' ';
    console.log(`${mark} ${estimator.padEnd(12)} ${interval(value, bootstrap)}${change}`);
  }
  for (const { estimator, message } of evaluation.refused) console.log(`  ${estimator}: refused, ${message}`);
  const { diagnostics } = evaluation;
  if (diagnostics !== null) {
    const { effectiveRows, rows, largestWeight, meanWeight } = diagnostics;
    console.log(
      `  worth ${effectiveRows.toFixed(0)} of ${rows} rows, mean weight ${meanWeight.toFixed(3)}, largest ${largestWeight.toFixed(1)}`,
    );
  }
  const verdicts = {
    better: 'It would have earned more than the log.',
    worse: 'It would have earned less than the log.',
    unclear: 'Its difference from the log is within chance.',
  };
  if (evaluation.verdict !== null) console.log(verdicts[evaluation.verdict]);
}

function interval(value: number, { low, high }: Interval): string {
  return `${value.toPrecision(5).padStart(9)}  [${low.toPrecision(4)}, ${high.toPrecision(4)}]`;
}

function percent(share: number): string {
  return `${share >= 0 ? '+' : ''}${(100 * share).toFixed(1)} %`;
}
