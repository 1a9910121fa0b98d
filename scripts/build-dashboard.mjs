// Builds the dashboard when it is missing or older than its sources. Runs with any Node from 20 on and starts
// Vite with the Node that the project pins. As a command: `node scripts/build-dashboard.mjs [--force]`.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

const root = fileURLToPath(new URL('..', import.meta.url));
const dashboard = join(root, 'packages/dashboard');
const dist = join(dashboard, 'dist');
const sources = ['packages/dashboard', 'packages/charts/src', 'packages/sdk/src', 'package-lock.json'];
const ignored = new Set(['dist', 'node_modules', 'e2e']);

/** JavaScript that the first page may load, in bytes after gzip. */
const budget = 350_000;
/** What the overview loads after its first paint: the charts, and the texts of one language. */
const lazyOnFirstPage = ['src/charts/time-series-drawing.tsx', 'src/i18n/pt-br/first.ts'];

/**
 * Makes `packages/dashboard/dist` fit its sources. Returns whether it had to build. Throws when the build
 * fails or the first page's JavaScript is over the budget.
 */
export async function buildDashboard({ force = false, log = console.log } = {}) {
  if (!existsSync(join(dashboard, 'src'))) {
    if (existsSync(join(dist, 'index.html'))) return false;
    throw new Error(`${dashboard} has neither sources nor a build; install the project again`);
  }
  const hash = await hashSources();
  const built = await readFile(join(dist, '.sources'), 'utf8').catch(() => '');
  if (!force && built === hash) return false;

  const folder = join(dashboard, `dist-${process.pid}`);
  try {
    await runVite(folder);
    const size = await firstPageSize(folder);
    log(
      `dashboard: first page ${(size / 1000).toFixed(1)} kB of JavaScript (gzip), limit ${budget / 1000} kB`,
    );
    if (size > budget) throw new Error(`the dashboard's first page is over its limit of ${budget / 1000} kB`);
    await writeFile(join(folder, '.sources'), hash);
    await swapIn(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return true;
}

/** Swapped in whole, so that a running server never sees half a build. Another process may do the same just now. */
async function swapIn(folder, tries = 5) {
  await rm(dist, { recursive: true, force: true });
  try {
    await rename(folder, dist);
  } catch (error) {
    if (tries === 0 || !['ENOTEMPTY', 'EEXIST'].includes(error.code)) throw error;
    await swapIn(folder, tries - 1);
  }
}

async function hashSources() {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of await filesIn(join(root, source))) {
      hash
        .update(relative(root, file))
        .update('\0')
        .update(await readFile(file))
        .update('\0');
    }
  }
  return hash.digest('hex');
}

async function filesIn(path) {
  const kind = await stat(path).catch(() => undefined);
  if (kind === undefined) return [];
  if (!kind.isDirectory()) return [path];
  const files = [];
  for (const entry of await readdir(path, { withFileTypes: true })) {
    if (ignored.has(entry.name) || entry.name.startsWith('dist-') || entry.name.includes('.test.')) continue;
    files.push(...(await filesIn(join(path, entry.name))));
  }
  return files.sort();
}

function runVite(outDir) {
  const pinned = join(root, 'node_modules/node/bin/node');
  const node = existsSync(pinned) ? pinned : process.execPath;
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  if (!existsSync(vite)) throw new Error('Vite is not installed; run "npm ci" in the project first');
  const child = spawn(node, [vite, 'build', '--outDir', outDir, '--logLevel', 'warn'], {
    cwd: dashboard,
    // Whoever calls may run as `test`; React's development build is twice the size.
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`the dashboard did not build:\n${errors}`)),
    );
  });
}

/** Bytes, after gzip, of every script that opening the overview loads. */
async function firstPageSize(folder) {
  const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
  const wanted = new Set();
  const visit = (key) => {
    const chunk = manifest[key];
    if (chunk === undefined) throw new Error(`${key} is not in the build; update lazyOnFirstPage`);
    if (wanted.has(chunk.file)) return;
    wanted.add(chunk.file);
    for (const next of chunk.imports ?? []) visit(next);
  };
  for (const key of ['index.html', ...lazyOnFirstPage]) visit(key);
  let bytes = gzipSync(await readFile(join(folder, 'before-paint.js'))).length;
  for (const file of wanted) bytes += gzipSync(await readFile(join(folder, file))).length;
  return bytes;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const built = await buildDashboard({ force: process.argv.includes('--force') });
  if (!built) console.log('dashboard: up to date');
}
