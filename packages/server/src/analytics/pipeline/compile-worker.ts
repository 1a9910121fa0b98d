import { parentPort, workerData } from 'node:worker_threads';
import type { CompileTarget, Manifest } from './manifest.ts';
import { ProblemError } from './problem.ts';
import { compileProject } from './project/compile.ts';
import { readFolder } from './project/read-folder.ts';

/** Thread of one compilation: what templates do costs the server nothing and ends with the thread. */
const { folder, target } = workerData as { folder: string; target: CompileTarget };

async function compile(): Promise<Manifest> {
  try {
    const { files, problems } = await readFolder(folder);
    const manifest = compileProject(files, target);
    return { ...manifest, problems: [...problems, ...manifest.problems] };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { project: '', nodes: [], macros: [], vars: {}, problems: [error.at('')] };
  }
}

parentPort?.postMessage(await compile());
