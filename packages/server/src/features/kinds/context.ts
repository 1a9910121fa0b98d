import type { FeatureDefinition } from '../definition.ts';
import type { CompiledKind } from './kind.ts';
import { localTime } from './local-time.ts';

/**
 * The request's own circumstances: hour 0..23 and weekday 1 (Monday) to 7 (Sunday) in the deployment's time
 * zone, channel and device as index into `values`, −1 for others, missing when the request names none.
 */
export function compileContext(
  definition: Extract<FeatureDefinition, { kind: 'context' }>,
  timeZone: string,
): CompiledKind {
  const { part, values = [] } = definition;
  if (part === 'hour' || part === 'weekday') {
    const local = localTime(timeZone);
    return { scope: 'context', read: (_context, at) => local(at)[part] };
  }
  return {
    scope: 'context',
    read: (context) => {
      const value = context[part];
      return value === undefined ? Number.NaN : values.indexOf(value);
    },
  };
}
