import { AppError } from '../errors.ts';
import { type Placement, parsePlacement } from './placement.ts';

/** Checks the `placements` of a configuration. Throws `invalid_request` that names the file, the placement and what to change. */
export function validatePlacements(value: unknown, file: string): Placement[] {
  if (!Array.isArray(value)) {
    throw new AppError('invalid_request', `${file}: placements must be a list, got ${typeof value}`);
  }
  const names = new Set<string>();
  return value.map((one) => {
    try {
      const placement = parsePlacement(one);
      if (names.has(placement.name)) {
        throw new AppError('invalid_request', `placement "${placement.name}" is declared twice`);
      }
      names.add(placement.name);
      return placement;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      throw new AppError(error.code, `${file}: ${error.message}`, { errors: error.errors, cause: error });
    }
  });
}
