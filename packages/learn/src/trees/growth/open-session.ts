import type { BinnedMatrix } from '../../data/binned-matrix.ts';
import type { ObjectiveSettings } from '../objectives/objective.ts';
import type { TeamSession } from '../threads/thread-team.ts';
import { openTeam } from '../threads/thread-team.ts';
import { growthModule } from '../wasm/growth-kernels.ts';
import { compileModule, sharedMemory } from '../wasm/runtime.ts';
import { GrowthMemory } from './growth-memory.ts';
import type { GrowthSizes } from './layout.ts';
import { planLayout } from './layout.ts';
import type { SplitRules } from './split-rules.ts';

export interface SessionOptions {
  trainRows: number;
  outputs: number;
  groups: number;
  maxDepth: number;
  maxLeaves: number;
  monotone: Int8Array;
  rules: SplitRules;
  learningRate: number;
  objective: ObjectiveSettings;
  threads: number;
}

/** Memory and threads for growing trees on binned data; close the team when done. */
export function openSession(
  binned: BinnedMatrix,
  options: SessionOptions,
): { memory: GrowthMemory; team: TeamSession } {
  const byDepth = options.maxDepth === 0 ? Infinity : 2 ** options.maxDepth;
  const byLeaves = options.maxLeaves === 0 ? Infinity : options.maxLeaves;
  const maxLeaves = Math.max(1, Math.min(byDepth, byLeaves, options.trainRows));
  const sizes: GrowthSizes = {
    ...{ trainRows: options.trainRows, allRows: binned.rows, columns: binned.columns },
    ...{ outputs: options.outputs, codeBytes: binned.codes.length, blocks: binned.blocks },
    binStride: Math.ceil(binned.maxCodes / 2) * 2,
    maxNodes: 2 * maxLeaves - 1,
    ...{ threads: options.threads, groups: options.groups },
  };
  const layout = planLayout(sizes);
  const module = compileModule(growthModule(sizes.binStride));
  const shared = sharedMemory(layout.bytes);
  const memory = new GrowthMemory(sizes, layout, module, shared);
  memory.bytes.set(binned.codes, layout.codes);
  memory.bytes.set(binned.columnCodes, layout.columnCodes);
  const features = {
    valueBins: Int32Array.from(binned.features, (f) => f.valueBins),
    hasMissing: Uint8Array.from(binned.features, (f) => (f.hasMissing ? 1 : 0)),
    categorical: Uint8Array.from(binned.features, (f) => (f.kind === 'categorical' ? 1 : 0)),
    monotone: options.monotone,
  };
  const { rules, learningRate, objective } = options;
  const team = openTeam(
    'growth',
    { module, memory: shared, sizes, layout, features, rules, learningRate, objective },
    options.threads,
  );
  return { memory, team };
}
