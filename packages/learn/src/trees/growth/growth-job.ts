import { createObjective } from '../objectives/create-objective.ts';
import type { ObjectiveSettings } from '../objectives/objective.ts';
import type { JobOpener } from '../threads/control.ts';
import type { WasmMemory, WasmModule } from '../wasm/runtime.ts';
import { runCount } from './count-phase.ts';
import { runGradients } from './gradient-phase.ts';
import type { GrowthFeatures } from './growth-memory.ts';
import { GrowthMemory } from './growth-memory.ts';
import type { GrowthLayout, GrowthSizes } from './layout.ts';
import { runLeaf, runMargins, runOutside } from './leaf-phase.ts';
import { runGather, runPartition } from './partition-phase.ts';
import { runQuantise } from './quantise-phase.ts';
import { runSearch } from './search-phase.ts';
import type { SplitRules } from './split-rules.ts';
import { SplitSearch } from './split-search.ts';

export interface GrowthPayload {
  module: WasmModule;
  memory: WasmMemory;
  sizes: GrowthSizes;
  layout: GrowthLayout;
  features: GrowthFeatures;
  rules: SplitRules;
  learningRate: number;
  objective: ObjectiveSettings;
}

/** The phases of growing a tree, in order. */
export const growthPhase = {
  gradients: 0,
  quantise: 1,
  count: 2,
  search: 3,
  partition: 4,
  gather: 5,
  leaf: 6,
  margins: 7,
  outside: 8,
} as const;

/** One thread's part in growing trees. Every phase writes only what its task owns. */
export const openGrowth: JobOpener<GrowthPayload> = (job, thread) => {
  const memory = new GrowthMemory(job.sizes, job.layout, job.module, job.memory);
  const objective = createObjective(job.objective);
  const search = new SplitSearch(job.rules);
  const view = {
    rows: job.sizes.trainRows,
    allRows: job.sizes.allRows,
    outputs: job.sizes.outputs,
    margins: memory.margins,
    labels: memory.labels,
    weights: memory.weights,
    gradients: memory.gradients,
    hessians: memory.hessians,
    groupStart: memory.groupStart,
    order: memory.order,
  };
  return (phase, task) => {
    switch (phase) {
      case growthPhase.gradients:
        return runGradients(memory, view, objective, task);
      case growthPhase.quantise:
        return runQuantise(memory, task);
      case growthPhase.count:
        return runCount(memory, task);
      case growthPhase.search:
        return runSearch(memory, job.features, search, task, thread);
      case growthPhase.partition:
        return runPartition(memory, task);
      case growthPhase.gather:
        return runGather(memory, task);
      case growthPhase.leaf:
        return runLeaf(memory, view, objective, job.learningRate, task);
      case growthPhase.margins:
        return runMargins(memory, task);
      case growthPhase.outside:
        return runOutside(memory, task);
      default:
        throw new RangeError(`unknown growth phase ${phase}`);
    }
  };
};
