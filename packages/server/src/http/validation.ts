import type { FastifyRequest, FastifySchemaCompiler } from 'fastify';
import { AppError } from '../errors.ts';
import { checkJson, hasControl } from '../ingestion/index.ts';
import { schemaCompiler } from '../schema-check.ts';

/** For bodies: no coercion. */
export const bodyCheck = schemaCompiler({ useDefaults: true });
/** Query strings and paths are text: numbers and booleans in them are read as such. */
const textCheck = schemaCompiler({ useDefaults: true, coerceTypes: 'array' });

/** Fastify's validator: strict for bodies, reading for paths and queries; unknown fields are refused, not dropped. */
export const validatorCompiler: FastifySchemaCompiler<object> = ({ schema, httpPart }) =>
  (httpPart === 'body' ? bodyCheck : textCheck)(schema);

/** For a route whose body is checked further in, with messages of its own: `validatorCompiler` of its options. */
export const bodyChecksItself: FastifySchemaCompiler<object> = (part) =>
  part.httpPart === 'body' ? () => true : validatorCompiler(part);

const deepestBody = 24;

/**
 * Refuses what no store carries faithfully, wherever it stands: control characters in paths and queries; NUL,
 * lone surrogates, infinite numbers and endless nesting in bodies. Runs before the route's own schema.
 */
export async function refuseUnstorable(request: FastifyRequest): Promise<void> {
  refuseControls(request.params, 'params');
  refuseControls(request.query, 'querystring');
  if (request.body === undefined || request.body === null || Buffer.isBuffer(request.body)) return;
  const problem = checkJson(request.body, deepestBody, { units: 0 });
  if (problem !== undefined) {
    const where = problem.path === '' ? 'the body' : problem.path;
    throw new AppError('invalid_request', `${where} ${problem.detail}`, {
      errors: [{ path: problem.path, message: problem.detail }],
    });
  }
}

function refuseControls(values: unknown, part: string): void {
  if (typeof values !== 'object' || values === null) return;
  for (const [name, value] of Object.entries(values)) {
    for (const text of Array.isArray(value) ? value : [value]) {
      if (typeof text !== 'string' || (!hasControl(text) && !hasControl(name))) continue;
      const message = 'must not contain control characters';
      const shown = name.replace(/[^\w.-]/g, '?').slice(0, 40);
      throw new AppError('invalid_request', `${shown} ${message}`, {
        errors: [{ path: `/${part}/${shown}`, message }],
      });
    }
  }
}
