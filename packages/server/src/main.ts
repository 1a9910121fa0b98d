import { setFlagsFromString } from 'node:v8';
import { runCommandLine } from './cli/index.ts';

// Collects old objects when they have grown by so much since the last time, not two to four times as V8 would: see
// docs/decisions/0001-semi-space-and-arenas.md.
setFlagsFromString('--heap-growing-percent=85');

await runCommandLine(process.argv);
