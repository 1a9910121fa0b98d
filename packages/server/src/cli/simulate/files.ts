import { SingleBar } from 'cli-progress';
import { type WorldSummary, writeWorld } from '../../simulation/world/files/write-world.ts';
import { gainText } from './gain-text.ts';
import type { FilesOptions } from './options.ts';

/** Plays the world without a server and writes what happened to files. */
export async function runFiles(options: FilesOptions, signal: AbortSignal): Promise<void> {
  const bar = new SingleBar({
    format: ' {bar} {percentage} % | {value} of {total} decisions | {eta_formatted} left',
    barsize: 30,
    hideCursor: true,
  });
  if (!options.quiet) bar.start(options.decisions, 0);
  let summary: WorldSummary;
  try {
    summary = await writeWorld({
      folder: options.out,
      world: worldOptions(options),
      policy: options.policy,
      decisions: options.decisions,
      days: options.days,
      slate: options.slate,
      lift: options.lift,
      force: options.force === true,
      signal,
      onProgress: (done) => bar.update(done),
    });
    if (!options.quiet) bar.update(options.decisions);
  } catch (error) {
    bar.stop();
    if (!signal.aborted) throw error;
    console.log('Interrupted: nothing was written.');
    process.exitCode = 130;
    return;
  }
  bar.stop();
  if (!options.quiet) report(options, summary);
}

function worldOptions({
  customers,
  items,
  seed,
  start,
  clickRate,
  drift,
  changePoint,
  changeSize,
}: FilesOptions) {
  return {
    customers,
    items,
    seed,
    start,
    clickRate,
    drift: { perMonth: drift, changePoints: changePoint, changeSize },
  };
}

function report(options: FilesOptions, summary: WorldSummary): void {
  const { rows, clicks, conversions, revenue, all, lastFifth, experiment } = summary;
  const { control, treatment } = experiment.trueConversion;
  console.log(`Simulated world, seed ${options.seed}, in ${options.out}
  customer_profiles.csv  ${rows.profiles} customers
  items.csv              ${rows.items} items
  interactions.csv       ${rows.interactions} interactions
  recommendations.csv    ${rows.recommendations} recommended items in ${all.decisions} decisions
  ab_test_results.csv    ${rows.results} customers of an experiment

${clicks} clicks, ${conversions} conversions, revenue ${revenue.toFixed(2)} USD.
Policy ${options.policy}: ${gainText(all)}.
In the last fifth: ${gainText(lastFifth)}.
Experiment's true effect on converting: ${percent(control)} to ${percent(treatment)}.`);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(3)} %`;
}
