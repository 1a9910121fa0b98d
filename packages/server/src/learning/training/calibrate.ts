import { BetaCalibration, type Calibrator, IsotonicCalibration, logLoss } from '@personalize/learn';
import type { RowBuffer } from './row-buffer.ts';

/** Rows below which isotonic steps follow noise. */
const isotonicRows = 2000;

export interface Calibration {
  calibrator: Calibrator;
  /** Log loss on the half of the validation groups that the candidate was not fitted on. */
  compared: { kind: string; logLoss: number }[];
}

/**
 * Fits the curve from scores to probabilities. Isotonic and beta calibration are each fitted on every other
 * validation group and judged on the rest; the better one is then fitted on all of them.
 * @param scores 0..1, one per validation row
 * @returns undefined when the validation part has one outcome only
 */
export function calibrate(scores: Float64Array, validation: RowBuffer): Calibration | undefined {
  const halves: number[][] = [[], []];
  validation.groups.forEach(({ start, size }, index) => {
    for (let row = start; row < start + size; row++) halves[index % 2].push(row);
  });
  const [fitted, judged] = halves.map((rows) => ({
    scores: Float64Array.from(rows, (row) => scores[row]),
    labels: Uint8Array.from(rows, (row) => validation.labels[row]),
  }));
  const all = { scores, labels: Uint8Array.from(validation.labels.subarray(0, validation.rows)) };
  if (![fitted, judged].every(({ labels }) => labels.includes(0) && labels.includes(1))) {
    return all.labels.includes(0) && all.labels.includes(1)
      ? { calibrator: BetaCalibration.fit(all.scores, all.labels), compared: [] }
      : undefined;
  }
  const methods =
    validation.rows >= isotonicRows ? [BetaCalibration, IsotonicCalibration] : [BetaCalibration];
  const compared = methods.map((method) => {
    const calibrator = method.fit(fitted.scores, fitted.labels);
    const probabilities = judged.scores.map((score) => calibrator.predict(score));
    return { method, kind: calibrator.kind as string, logLoss: logLoss(probabilities, judged.labels) };
  });
  const [best] = [...compared].sort((a, b) => a.logLoss - b.logLoss);
  return {
    calibrator: best.method.fit(all.scores, all.labels),
    compared: compared.map(({ kind, logLoss: loss }) => ({ kind, logLoss: loss })),
  };
}
