import type { JsonObject } from '../stores/journal/record.ts';
import { checkJson, type JsonProblem } from './json-text.ts';
import { limits } from './limits.ts';

const codes = { depth: 'properties_too_deep', text: 'invalid_text', number: 'invalid_number' } as const;

export interface PropertiesProblem {
  code: (typeof codes)[keyof typeof codes] | 'properties_too_large';
  /** JSON Pointer below the object. */
  path: string;
  detail: string;
}

/** No character takes more bytes than this in JSON's UTF-8 (`\\u0000`). */
const mostBytesPerUnit = 6;

const size = { units: 0 };

/** Checks a free JSON object: nesting, size, and that its texts can be stored faithfully. Undefined when it is fine. */
export function checkProperties(value: JsonObject): PropertiesProblem | undefined {
  size.units = 0;
  const problem: JsonProblem | undefined = checkJson(value, limits.depth, size);
  if (problem !== undefined) return { code: codes[problem.kind], path: problem.path, detail: problem.detail };
  if (size.units * mostBytesPerUnit > limits.propertiesBytes) {
    const bytes = Buffer.byteLength(JSON.stringify(value));
    if (bytes > limits.propertiesBytes) {
      const detail = `must take at most ${limits.propertiesBytes} bytes as JSON, got ${bytes}`;
      return { code: 'properties_too_large', path: '', detail };
    }
  }
  return undefined;
}
