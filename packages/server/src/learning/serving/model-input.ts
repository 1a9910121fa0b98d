import { refusal } from '../../errors.ts';
import { type ScoreInput, sourceNames } from '../../recommendation/index.ts';

const sourcePrefix = 'source.';

/** How a request's candidates become a model's rows. */
export interface ModelInput {
  /** By model column: the column of the engine's vector, or −1 − source for a source's evidence. */
  from: Int32Array;
  width: number;
}

/**
 * Finds a model's columns among the deployment's.
 * @param engineNames features by column of the engine's vector
 * @throws AppError `unprocessable` naming the features that are not there
 */
export function modelInput(features: readonly string[], engineNames: readonly string[]): ModelInput {
  const columns = new Map(engineNames.map((name, column) => [name, column]));
  sourceNames.forEach((name, source) => {
    columns.set(sourcePrefix + name, -1 - source);
  });
  const absent = undeclared(features, engineNames);
  if (absent.length > 0) {
    throw refusal(
      'unprocessable',
      'featuresUndeclared',
      `the model needs features that are not declared: ${absent.slice(0, 10).join(', ')}; declare them in personalize.config.ts, or import it with a signature that names declared ones`,
      { features: absent.slice(0, 10) },
    );
  }
  return { from: Int32Array.from(features, (name) => columns.get(name)!), width: features.length };
}

/** Features that are neither among the deployment's nor a source's evidence. */
export function undeclared(features: readonly string[], engineNames: readonly string[]): string[] {
  const known = new Set([...engineNames, ...sourceNames.map((name) => sourcePrefix + name)]);
  return features.filter((name) => !known.has(name));
}

/** Writes rows of 32-bit floats for all candidates; what is no finite 32-bit float counts as missing. */
export function writeRows({ from, width }: ModelInput, input: ScoreInput, out: Float32Array): void {
  for (let row = 0; row < input.count; row++) writeRow({ from, width }, input, row, out, row * width);
}

export function writeRow(
  { from, width }: ModelInput,
  input: ScoreInput,
  row: number,
  out: Float32Array,
  to: number,
): void {
  const { matrix, evidence } = input;
  const sources = sourceNames.length;
  for (let c = 0; c < width; c++) {
    const column = from[c];
    const value = column >= 0 ? matrix[row * input.width + column] : evidence[row * sources - 1 - column];
    out[to + c] = value;
    if (!Number.isFinite(out[to + c])) out[to + c] = Number.NaN;
  }
}
