import { calibratorFromJson } from '@personalize/learn';
import type { ModelVersion } from '../registry/model-version.ts';

/** A model ready to score: rows of 32-bit floats in, one number per row out. */
export interface LoadedModel {
  readonly version: ModelVersion;
  /** Columns of a row. */
  readonly width: number;
  /**
   * Writes `rows` numbers into `out`, larger is better.
   * @throws AppError `unprocessable` when the model cannot score these rows
   */
  score(values: Float32Array, rows: number, out: Float64Array): void;
  /** Parts of one row's score by column, then the mean; absent when the model cannot tell. */
  contributions?(row: Float32Array): Float64Array;
  /** The same by an estimate that costs no more than a prediction; absent when there is none. */
  quickContributions?(row: Float32Array): Float64Array;
  /** Probability of the version's label from a score; absent when the version has none. */
  probability?(score: number): number;
  /** Why it will not score again until it is loaded anew, undefined while it does; absent when it always does. */
  out?(): string | undefined;
  close(): Promise<void>;
}

/** From a score to the probability that the version's signature and calibrator give; undefined when they give none. */
export function probabilityOf({
  signature,
  calibrator,
}: ModelVersion): ((score: number) => number) | undefined {
  const base =
    signature.output === 'margin'
      ? (score: number) => 1 / (1 + Math.exp(-score))
      : signature.output === 'probability'
        ? (score: number) => Math.min(1, Math.max(0, score))
        : undefined;
  if (base === undefined) return undefined;
  if (calibrator === null) return signature.output === 'probability' ? base : undefined;
  const curve = calibratorFromJson(calibrator);
  return (score) => curve.predict(base(score));
}
