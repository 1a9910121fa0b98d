import fastJsonStringify from 'fast-json-stringify';
import type { FastifySerializerCompiler } from 'fastify';

const problemsFrom = 400;

/**
 * Fastify's serialiser of answers, made from their schemas; not of problems, which are written by themselves (see
 * `sendProblem`). There are a thousand of those, a handful for each route: 40 MB and half a second of the start.
 */
export const serializerCompiler: FastifySerializerCompiler<object> = ({ schema, httpStatus }) =>
  Number(httpStatus) >= problemsFrom ? JSON.stringify : fastJsonStringify(schema);
