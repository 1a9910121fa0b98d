import type { Ajv, FormatDefinition } from 'ajv';
import addFormats from 'ajv-formats';

/**
 * Gives a validator JSON Schema's formats. A `date-time` must also be one that JavaScript can read: RFC 3339 has
 * leap seconds (23:59:60), which would go on as no time at all.
 */
export function addJsonFormats(ajv: Ajv): Ajv {
  addFormats.default(ajv);
  const { validate } = ajv.formats['date-time'] as FormatDefinition<string> & {
    validate: (text: string) => boolean;
  };
  return ajv.addFormat('date-time', (text: string) => validate(text) && !Number.isNaN(Date.parse(text)));
}
