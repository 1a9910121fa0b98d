import { AppError } from '../../errors.ts';
import { compileSegments, type FeatureFacts } from './compile.ts';
import type { SegmentDefinition } from './definition.ts';

const nothing: ReadonlySet<string> = new Set();

/**
 * Checks the `segments` of a configuration against its features. Throws `invalid_request` that names the
 * file, the segment and what to change.
 */
export function validateSegments(
  value: unknown,
  features: readonly FeatureFacts[],
  file: string,
): SegmentDefinition[] {
  if (!Array.isArray(value)) {
    throw new AppError('invalid_request', `${file}: segments must be a list, got ${typeof value}`);
  }
  for (const [i, one] of value.entries()) {
    if (typeof one !== 'object' || one === null || Array.isArray(one)) {
      throw new AppError('invalid_request', `${file}: segments[${i}] must be an object { name, rule }`);
    }
    for (const key of Object.keys(one)) {
      if (['name', 'description', 'group', 'rule'].includes(key)) continue;
      throw new AppError(
        'invalid_request',
        `${file}: segments[${i}] has the unknown field ${JSON.stringify(key)}; known are name, description, group, rule`,
      );
    }
  }
  try {
    compileSegments(value, {
      names: features.map(({ name }) => name),
      definitions: features,
      triggers: () => ({ events: nothing, time: false }),
    });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError(error.code, `${file}: ${error.message}`, { errors: error.errors, cause: error });
  }
  return value;
}
