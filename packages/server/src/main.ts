import { setFlagsFromString } from 'node:v8';
import { runCommandLine } from './cli/index.ts';

// When old objects are collected, and which are taken for old: see docs/decisions/0001-semi-space-and-arenas.md.
setFlagsFromString('--heap-growing-percent=85');
setFlagsFromString('--no-allocation-site-pretenuring');

await runCommandLine(process.argv);
