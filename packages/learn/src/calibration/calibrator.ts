import { BetaCalibration } from './beta-calibration.ts';
import { IsotonicCalibration } from './isotonic-calibration.ts';
import { PlattCalibration } from './platt-calibration.ts';

/** Turns a model's score into a probability; kept in JSON under its `kind`. */
export interface Calibrator {
  readonly kind: 'isotonic' | 'platt' | 'beta';
  /** The probability for one score. */
  predict(score: number): number;
  toJSON(): CalibratorJson;
}

export type CalibratorJson =
  | ReturnType<IsotonicCalibration['toJSON']>
  | ReturnType<PlattCalibration['toJSON']>
  | ReturnType<BetaCalibration['toJSON']>;

/**
 * Restores any calibrator.
 * @throws RangeError for an unknown kind or damaged numbers
 */
export function calibratorFromJson(json: CalibratorJson): Calibrator {
  switch (json?.kind) {
    case 'isotonic':
      return IsotonicCalibration.fromJSON(json);
    case 'platt':
      return PlattCalibration.fromJSON(json);
    case 'beta':
      return BetaCalibration.fromJSON(json);
    default:
      throw new RangeError(
        `kind must be isotonic, platt or beta, got ${JSON.stringify((json as { kind?: unknown })?.kind)}`,
      );
  }
}
