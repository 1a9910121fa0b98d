import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const python = '/usr/bin/python3';
const script = fileURLToPath(new URL('./xgboost_timings.py', import.meta.url));

/** A folder for the data that both engines read; removed when `work` ends. */
export function withFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'trees-bench-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const writeNumbers = (path: string, numbers: Float32Array): void =>
  writeFileSync(path, new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));

export function readNumbers(path: string): Float32Array {
  const bytes = readFileSync(path);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

/** Asks the real XGBoost for timings, in the same run as ours. */
export function runXgboost<Reply>(request: object): Reply {
  const run = spawnSync(python, [script], {
    input: JSON.stringify(request),
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  if (run.error || run.status !== 0) {
    throw new Error(
      `XGBoost is needed for comparison; install it with apt-get install -y python3-xgboost. ${run.error?.message ?? run.stderr}`,
    );
  }
  return JSON.parse(run.stdout) as Reply;
}
