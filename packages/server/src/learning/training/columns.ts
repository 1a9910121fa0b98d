import type { FeatureEngine } from '../../features/index.ts';
import { sourceNames } from '../../recommendation/index.ts';

/** Which numbers of a request become the model's columns. */
export interface ModelColumns {
  /** The model's input, in order. */
  names: string[];
  /** Columns of the engine's vector that come first. */
  engine: Int32Array;
  /** Whether the sources' evidence follows them. */
  evidence: boolean;
}

/** Name of a source's evidence among the model's features. */
export const evidenceName = (source: string): string => `source.${source}`;

export function modelColumns(
  engine: FeatureEngine,
  exclude: readonly string[],
  evidence: boolean,
): ModelColumns {
  const kept: number[] = [];
  engine.names.forEach((name, column) => {
    if (!exclude.includes(name)) kept.push(column);
  });
  const names = kept.map((column) => engine.names[column]);
  if (evidence) names.push(...sourceNames.map(evidenceName));
  return { names, engine: Int32Array.from(kept), evidence };
}

/**
 * Writes one row of the model's input, as single-precision numbers; what is not finite there counts as missing.
 * @param vector engine vector at `from`
 * @param scores the sources' scores of the item at `scoresFrom`; absent for an item that no source named
 */
export function writeRow(
  columns: ModelColumns,
  vector: Float64Array,
  from: number,
  scores: ArrayLike<number> | undefined,
  scoresFrom: number,
  out: Float32Array,
  to: number,
): void {
  const { engine } = columns;
  for (let c = 0; c < engine.length; c++) {
    out[to + c] = vector[from + engine[c]];
    if (!Number.isFinite(out[to + c])) out[to + c] = Number.NaN;
  }
  if (!columns.evidence) return;
  for (let s = 0; s < sourceNames.length; s++) {
    const at = to + engine.length + s;
    out[at] = scores === undefined ? 0 : scores[scoresFrom + s];
    if (!Number.isFinite(out[at])) out[at] = Number.NaN;
  }
}
