import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../server/src/main.ts', import.meta.url));
const readyWithinMs = 60_000;

export interface ServerProcess {
  /** `http://127.0.0.1:PORT`. */
  address: string;
  stop(): Promise<void>;
}

/** Starts the server as its users do, in a process of its own, and waits until it is ready. Port 0 finds a free one. */
export async function startServer(folder: string, adminKey: string, port = '0'): Promise<ServerProcess> {
  const child = spawn(process.execPath, [main, 'start'], {
    env: { PATH: process.env.PATH, PORT: port, DATA_DIR: folder, ADMIN_KEY: adminKey, LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const address = await readAddress(child);
  const deadline = Date.now() + readyWithinMs;
  while (!(await fetch(`${address}/readyz`)).ok) {
    if (Date.now() > deadline) throw new Error(`the server was not ready within ${readyWithinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { address, stop: () => end(child) };
}

function readAddress(child: ChildProcess): Promise<string> {
  let output = '';
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk;
      const address = /Ready at (http:\S+)/.exec(output)?.[1];
      if (address !== undefined) resolve(address);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`the server ended with code ${code}:\n${output}`)));
  });
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    const force = setTimeout(() => child.kill('SIGKILL'), 15_000);
    child.on('exit', () => {
      clearTimeout(force);
      resolve();
    });
    child.kill('SIGTERM');
  });
}
