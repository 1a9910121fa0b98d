import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { AppError } from '../errors.ts';

const folder = join(import.meta.dirname, '../../../../bench');

export function benchmarkCommand(): Command {
  return new Command('benchmark')
    .description('run benchmarks, each with its machine, load and baseline; without a name, list them')
    .argument('[name]', 'run those whose name contains this')
    .argument('[arguments...]', 'handed to each')
    .allowUnknownOption()
    .action(run);
}

async function run(name: string | undefined, rest: string[]): Promise<void> {
  const all = await listed();
  if (name === undefined) {
    for (const [benchmark, about] of all) console.log(`${benchmark.padEnd(30)} ${about}`);
    return;
  }
  const chosen = all.filter(([benchmark]) => benchmark.includes(name));
  if (chosen.length === 0) {
    throw new AppError('invalid_request', `no benchmark's name contains ${JSON.stringify(name)}`);
  }
  for (const [benchmark, about] of chosen) {
    console.log(`\n${benchmark}: ${about}`);
    const code = await execute(join(folder, `${benchmark}.ts`), rest);
    if (code !== 0) process.exitCode = 1;
  }
}

/** Name (the path below bench/ without its ending) and what it measures. */
async function listed(): Promise<[string, string][]> {
  const text = await readFile(join(folder, 'benchmarks.json'), 'utf8').catch(() => undefined);
  if (text === undefined) throw new AppError('not_found', `there are no benchmarks in ${folder}`);
  return Object.entries(JSON.parse(text) as Record<string, string>);
}

function execute(path: string, rest: string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', path, ...rest], {
      stdio: 'inherit',
    });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
