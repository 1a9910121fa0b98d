import { sourceNames } from '../../recommendation/index.ts';
import { baselineNames } from './baselines.ts';
import { evidenceName } from './columns.ts';
import type { Method } from './evaluate.ts';
import type { RowBuffer } from './row-buffer.ts';

/**
 * The methods to compare a model with, over the very same rows: popularity, the default ranker, the served
 * order where there was one, and each source: alone, its items first in its own order and the rest tied; and
 * filled up, the rest by popularity, which is the source's strongest form.
 */
export function baselineMethods(test: RowBuffer, served: boolean): Method[] {
  const methods = [column(test, 'popularity'), column(test, 'heuristic')];
  if (served) methods.push(column(test, 'served'));
  for (const source of sourceNames) {
    const alone = column(test, evidenceName(source));
    methods.push(alone, filledUp(test, alone, methods[0].scores));
  }
  return methods;
}

/** Whether a method is one candidate source's. */
export const isSource = (name: string): boolean => name.startsWith('source.');

function column({ baselines, baselineWidth, rows }: RowBuffer, name: string): Method {
  const at = baselineNames.indexOf(name);
  const scores = new Float64Array(rows);
  for (let row = 0; row < rows; row++) scores[row] = baselines[row * baselineWidth + at];
  return { name, scores };
}

function filledUp({ groups, rows }: RowBuffer, source: Method, popularity: ArrayLike<number>): Method {
  const scores = new Float64Array(rows);
  for (const { start, size } of groups) {
    const order = Array.from({ length: size }, (_, i) => start + i).sort(
      (a, b) => source.scores[b] - source.scores[a] || popularity[b] - popularity[a] || a - b,
    );
    order.forEach((row, rank) => {
      scores[row] = -rank;
    });
  }
  return { name: `${source.name}, then popularity`, scores };
}
