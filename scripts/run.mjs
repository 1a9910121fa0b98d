// Runs the command line with the Node version that the project pins, whatever Node runs npm.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeEnvironment, nodeFlags } from './node-options.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const main = join(root, 'packages', 'server', 'src', 'main.ts');

/** The binary of the npm package `node`; this very Node when it is new enough and the package is missing. */
function findNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  try {
    const folder = dirname(createRequire(import.meta.url).resolve('node/package.json'));
    const binary = join(folder, 'bin', name);
    if (existsSync(binary)) return binary;
  } catch {
    // Not installed: see below.
  }
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  console.error(
    `Node 24 or newer is needed, this is ${process.version}. Run "npm ci" first: it brings the right one.`,
  );
  process.exit(1);
}

const child = spawn(findNode(), [...nodeFlags, main, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...nodeEnvironment, ...process.env },
});
// Ctrl-C reaches the whole process group by itself; the rest is passed on.
process.on('SIGINT', () => {});
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  console.error(`could not start: ${error.message}`);
  process.exit(1);
});
child.on('exit', (code, signal) => {
  if (signal === null) process.exit(code ?? 1);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
