import { join } from 'node:path';
import { Command, Option } from 'commander';
import { loggingPolicies } from '../simulation/world/logging-policy.ts';
import { collect, decimal, interruptSignal, urlOption, wholeNumber } from './options.ts';
import { runFiles } from './simulate/files.ts';
import { runLive } from './simulate/live.ts';
import type { FilesOptions, LiveCommandOptions, ServerOptions } from './simulate/options.ts';
import { runShoppers } from './simulate/shoppers.ts';
import { day, days } from './simulate/values.ts';

export const datasetFolder = join(import.meta.dirname, '../../../../datasets/complete-journey');

type Mode = 'shoppers' | 'live' | 'out';
type Options = FilesOptions & LiveCommandOptions & { out?: string; live?: boolean; key?: string };

/** Which options belong to which modes; the others are for all. */
const modesOf: Record<string, readonly Mode[]> = {
  visits: ['shoppers', 'live'],
  seconds: ['shoppers', 'live'],
  customers: ['live', 'out'],
  items: ['live', 'out'],
  slate: ['live', 'out'],
  clickRate: ['live', 'out'],
  drift: ['live', 'out'],
  changePoint: ['live', 'out'],
  changeSize: ['live', 'out'],
  decisions: ['live', 'out'],
  placement: ['live'],
  speed: ['live'],
  days: ['out'],
  start: ['out'],
  policy: ['out'],
  lift: ['out'],
  force: ['out'],
};
const modeNames: Record<Mode, string> = {
  shoppers: 'the shoppers (neither --live nor --out)',
  live: '--live',
  out: '--out',
};

export function simulateCommand(): Command {
  const command = new Command('simulate')
    .description(
      'simulated customers: shoppers of the Complete Journey data set visit a running server; --live: customers of a bank whose true wants are known do; --out: the same bank without a server, written to files',
    )
    .option('--live', 'the bank, against a running server')
    .option('--out <folder>', 'the bank, into files of this folder')
    .addOption(urlOption())
    .addOption(
      new Option(
        '--key <key>',
        'API key, marked simulated, with the scopes events:write and recommendations:read; --live: catalog:write, too',
      ).env('PERSONALIZE_KEY'),
    )
    .option('--visits <per-minute>', 'visits that begin each minute', decimal(0.1, 60_000), 90)
    .option('--seconds <number>', 'stop after this long', wholeNumber(1, 31_536_000))
    .option('--seed <number>', 'seed of all chance', wholeNumber(0, 2 ** 32 - 1), 1)
    .option('--customers <number>', 'customers of the bank', wholeNumber(1, 10_000_000), 10_000)
    .option('--items <number>', 'items of the bank', wholeNumber(2, 5000), 200)
    .option('--decisions <number>', 'stop after so many (--out: 50000)', wholeNumber(1, 1_000_000_000))
    .option('--slate <ranks>', 'items of a decision', wholeNumber(1, 20), 3)
    .option(
      '--click-rate <share>',
      'how often an item is clicked that means nothing to anyone',
      decimal(0.001, 0.999),
      0.035,
    )
    .option('--drift <share>', 'share of wants that changes in 30 days', decimal(0, 1), 0)
    .option('--change-point <day>', 'day on which wants change at once; repeatable', days, [])
    .option('--change-size <share>', 'how much a change point changes', decimal(0, 1), 0.5)
    .option('--placement <name>', '--live: who answers; several are visited at random (home)', collect, [])
    .option('--speed <times>', "--live: the world's time against the clock's", decimal(0.001, 1e6), 3600)
    .option('--days <number>', '--out: days of decisions', wholeNumber(1, 3650), 90)
    .option('--start <day>', '--out: first day, as 2026-01-01', day, day('2026-01-01'))
    .addOption(
      new Option('--policy <name>', '--out: who decides').choices([...loggingPolicies]).default('rules'),
    )
    .option('--lift <log-odds>', "--out: what the experiment's treatment adds to clicks", decimal(-5, 5), 0.2)
    .option('--force', '--out: replace files')
    .option('--quiet', 'print nothing but errors')
    .allowExcessArguments(false);
  return command.action((options: Options) => run(command, options));
}

async function run(command: Command, options: Options): Promise<void> {
  const mode = modeOf(command, options);
  const interrupted = interruptSignal();
  if (mode === 'out') return runFiles({ ...options, decisions: options.decisions ?? 50_000 }, interrupted);
  const server = withKey(command, options);
  if (mode === 'shoppers') return runShoppers(datasetFolder, server, interrupted);
  const placement = options.placement.length > 0 ? options.placement : ['home'];
  return runLive({ ...options, ...server, placement }, interrupted);
}

/** Wrong usage is told, not guessed: two modes, or an option of another mode. */
function modeOf(command: Command, options: Options): Mode {
  if (options.live && options.out !== undefined)
    command.error('error: --live and --out are two modes; give one');
  const mode: Mode = options.live ? 'live' : options.out !== undefined ? 'out' : 'shoppers';
  for (const { attributeName, long } of command.options.map((option) => ({
    attributeName: option.attributeName(),
    long: option.long,
  }))) {
    const modes = modesOf[attributeName];
    if (modes === undefined || modes.includes(mode)) continue;
    if (command.getOptionValueSource(attributeName) !== 'cli') continue;
    command.error(
      `error: option '${long}' is for ${modes.map((one) => modeNames[one]).join(' and ')}, not for ${modeNames[mode]}`,
    );
  }
  if (options.out === '') command.error("error: option '--out <folder>' needs a folder, got an empty text");
  if (mode !== 'shoppers' && options.slate > options.items)
    command.error(`error: --slate must be at most the ${options.items} items, got ${options.slate}`);
  return mode;
}

function withKey(command: Command, options: Options): ServerOptions {
  if (!options.key) command.error("error: required option '--key <key>' not specified (or PERSONALIZE_KEY)");
  return options;
}
