import type { GrowthMemory } from './growth-memory.ts';
import { taskWord, taskWords } from './layout.ts';

/** Splits one chunk of a node's rows; a node of one chunk is done with this, others need `runGather`. */
export function runPartition(memory: GrowthMemory, task: number): void {
  const { tasks, layout, kernels, rows } = memory;
  const at = task * taskWords;
  const begin = tasks[at + taskWord.begin];
  const end = tasks[at + taskWord.end];
  const single = tasks[at + taskWord.single] === 1;
  const wentLeft = kernels.partition(
    layout.rows + begin * 4,
    layout.rows + end * 4,
    tasks[at + taskWord.codes],
    layout.goesLeft + tasks[at + taskWord.table] * 256,
    (single ? layout.rows : layout.left) + begin * 4,
    layout.right + begin * 4,
  );
  tasks[at + taskWord.wentLeft] = wentLeft;
  if (single)
    copyWords(
      memory.words,
      rows.byteOffset + (begin + wentLeft) * 4,
      layout.right + begin * 4,
      end - begin - wentLeft,
    );
}

/** Brings a chunk's two sides to their places among the node's rows. */
export function runGather(memory: GrowthMemory, task: number): void {
  const { tasks, layout, words } = memory;
  const at = task * taskWords;
  if (tasks[at + taskWord.single] === 1) return;
  const begin = tasks[at + taskWord.begin];
  const wentLeft = tasks[at + taskWord.wentLeft];
  const wentRight = tasks[at + taskWord.end] - begin - wentLeft;
  copyWords(words, layout.rows + tasks[at + taskWord.leftTarget] * 4, layout.left + begin * 4, wentLeft);
  copyWords(words, layout.rows + tasks[at + taskWord.rightTarget] * 4, layout.right + begin * 4, wentRight);
}

/** Addresses in bytes, count in words. */
const copyWords = (words: Int32Array, to: number, from: number, count: number) =>
  words.copyWithin(to >>> 2, from >>> 2, (from >>> 2) + count);
