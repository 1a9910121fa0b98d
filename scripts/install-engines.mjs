// Installs what the tests need beyond npm: real engines from Debian's packages. Runs before `npm test`.
// Where it cannot install (no apt, no root), it says what is missing and fails: no suite runs without its engine.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const needed = [
  { package: 'chromium', use: 'browser tests', present: () => existsSync('/usr/bin/chromium') },
  {
    package: 'python3-xgboost',
    use: 'the reference for gradient-boosted trees',
    present: () => spawnSync('/usr/bin/python3', ['-c', 'import xgboost']).status === 0,
  },
];

const missing = needed.filter((engine) => !engine.present());
if (missing.length > 0) {
  const names = missing.map((engine) => engine.package);
  const root = process.getuid?.() === 0;
  const sudo = root ? [] : ['sudo', '-n'];
  const run = (...command) => {
    const [program, ...args] = [...sudo, ...command];
    return (
      spawnSync(program, args, {
        stdio: 'inherit',
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      }).status === 0
    );
  };
  console.log(`Installing for the tests: ${names.join(', ')}`);
  const installed =
    run('apt-get', 'update', '-qq') &&
    run('apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...names);
  if (!installed || needed.some((engine) => !engine.present())) {
    for (const engine of needed.filter((e) => !e.present()))
      console.error(`Missing: ${engine.package} (${engine.use}).`);
    console.error(`Install by hand, then run the tests again: apt-get install -y ${names.join(' ')}`);
    process.exit(1);
  }
}
