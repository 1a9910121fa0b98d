// Checks that package-lock.json serves every platform and names no registry; with --fix, mends it.
//
// npm leaves optional packages of other platforms out of the lockfile when it updates an installed tree or its
// registry does not carry them; `npm ci` then fails elsewhere. Their entries can be made from the parent's.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const path = join(import.meta.dirname, '..', 'package-lock.json');
const lock = JSON.parse(readFileSync(path, 'utf8'));
const packages = lock.packages;
const platforms = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];

/** Where Node would find `name` from the package at `from`; undefined when the lockfile has no such entry. */
function find(from, name) {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1))) {
    const candidate = `${folder ? `${folder}/` : ''}node_modules/${name}`;
    if (packages[candidate]) return candidate;
    if (!folder.includes('node_modules/'))
      return folder && packages[`node_modules/${name}`] ? `node_modules/${name}` : undefined;
  }
}

function entryFor(name, range, parent) {
  const words = name.split('/').at(-1).replace('fsevents', 'fsevents-darwin').split(/[-_]/);
  const os = platforms.filter((word) => words.includes(word));
  const cpu = processors.filter((word) => words.includes(word));
  const entry = { version: range.replace(/^[~^]/, '') };
  if (parent.dev) entry.dev = true;
  entry.optional = true;
  if (cpu.length > 0) entry.cpu = cpu;
  if (os.length > 0) entry.os = os;
  if (words.some((word) => word.startsWith('musl'))) entry.libc = ['musl'];
  else if (words.some((word) => word.startsWith('gnu'))) entry.libc = ['glibc'];
  if (parent.license) entry.license = parent.license;
  if (parent.engines) entry.engines = parent.engines;
  return entry;
}

const problems = [];
for (const [key, parent] of Object.entries(packages)) {
  for (const [name, range] of Object.entries(parent.optionalDependencies ?? {})) {
    if (find(key, name)) continue;
    problems.push(`${name} ${range}, an optional dependency of ${key}, is missing`);
    packages[`node_modules/${name}`] = entryFor(name, range, parent);
  }
  if (/^https?:/.test(parent.resolved ?? '')) {
    problems.push(`${key} names a registry`);
    delete parent.resolved;
  }
}

if (problems.length > 0 && process.argv.includes('--fix')) {
  lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`package-lock.json: mended ${problems.length} entries`);
} else if (problems.length > 0) {
  console.error(`package-lock.json:\n  ${problems.join('\n  ')}\nRun: node scripts/lockfile.mjs --fix`);
  process.exit(1);
}
