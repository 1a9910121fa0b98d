import { Command, CommanderError } from 'commander';
import { AppError } from '../errors.ts';
import { benchmarkCommand } from './benchmark.ts';
import { demoCommand } from './demo.ts';
import { eraseCommand } from './erase.ts';
import { evaluateCommand } from './evaluate.ts';
import { exportCommand } from './export.ts';
import { importCommand } from './import.ts';
import { keysCommand } from './keys.ts';
import { pipelineCommand } from './pipeline.ts';
import { simulateCommand } from './simulate.ts';
import { startCommand } from './start.ts';
import { trainCommand } from './train.ts';

/** Runs one command of `personalize`. Ends with exit code 0, 1 for a failed run, 2 for wrong usage, 130 when interrupted. */
export async function runCommandLine(argv: readonly string[]): Promise<void> {
  const program = new Command('personalize')
    .description('Self-hosted real-time personalization: events in, recommendations out')
    .showHelpAfterError('(see --help)')
    .exitOverride()
    .addCommand(startCommand())
    .addCommand(demoCommand())
    .addCommand(keysCommand())
    .addCommand(importCommand())
    .addCommand(simulateCommand())
    .addCommand(trainCommand())
    .addCommand(evaluateCommand())
    .addCommand(exportCommand())
    .addCommand(pipelineCommand())
    .addCommand(eraseCommand())
    .addCommand(benchmarkCommand());
  for (const command of program.commands) inheritExit(command);
  try {
    await program.parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : 2;
      return;
    }
    // Only Ctrl-C and SIGTERM abort what a command does.
    if (error instanceof Error && error.name === 'AbortError') {
      console.error('Interrupted.');
      process.exitCode = 130;
      return;
    }
    process.exitCode = error instanceof AppError && error.code === 'invalid_request' ? 2 : 1;
    console.error(error instanceof Error ? `Failed: ${error.message}` : error);
  }
}

/** Commands, and theirs, report wrong usage by throwing instead of ending the process. */
function inheritExit(command: Command): void {
  command.exitOverride();
  for (const inner of command.commands) inheritExit(inner);
}
