import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Type, { type Static } from 'typebox';
import type { AppError } from '../../errors.ts';
import type { CustomerAssignment, ExposureContext } from '../../experimentation/assigner.ts';
import type { Experiment } from '../../experimentation/definition.ts';
import { defaultValue, flagValue } from '../../experimentation/flags.ts';
import { limits, textProblem } from '../../ingestion/index.ts';
import type { App } from '../app-instance.ts';
import { needs } from '../auth/access.ts';
import { handleError, toAppError } from '../problem.ts';
import { Id, refusals } from '../schemas.ts';
import { bodyChecksItself } from '../validation.ts';
import { type AssignmentsDependencies, evaluate } from './assignments-route.ts';

const EvaluationRequest = Type.Object(
  {
    context: Type.Optional(
      Type.Object(
        {
          targetingKey: Type.Optional(Id('The customer.')),
          channel: Type.Optional(Type.String({ description: 'Noted with the exposure.' })),
          device: Type.Optional(Type.String({ description: 'Noted with the exposure.' })),
        },
        { additionalProperties: true, description: 'Other fields are not used.' },
      ),
    ),
  },
  { title: 'FlagEvaluationRequest' },
);

const Flag = Type.Object(
  {
    key: Type.String(),
    value: Type.Unknown({ description: "The variant's value; the control's for who takes no part." }),
    reason: Type.String({ description: 'SPLIT, TARGETING_MATCH or DEFAULT.' }),
    variant: Type.Optional(Type.String()),
    metadata: Type.Object({ assignment: Type.String({ description: 'As of POST /v1/assignments.' }) }),
  },
  { title: 'Flag' },
);

const Failure = Type.Object(
  { key: Type.Optional(Type.String()), errorCode: Type.String(), errorDetails: Type.String() },
  {
    title: 'FlagEvaluationFailure',
    description: 'PARSE_ERROR, TARGETING_KEY_MISSING, INVALID_CONTEXT or FLAG_NOT_FOUND.',
  },
);

type ErrorCode = 'PARSE_ERROR' | 'TARGETING_KEY_MISSING' | 'INVALID_CONTEXT' | 'FLAG_NOT_FOUND';

/** A refusal in the protocol's own form. */
class EvaluationFailure extends Error {
  readonly errorCode: ErrorCode;

  constructor(errorCode: ErrorCode, details: string) {
    super(details);
    this.errorCode = errorCode;
  }
}

/**
 * OpenFeature's remote evaluation protocol (github.com/open-feature/protocol): every running experiment is a
 * flag. Evaluating one flag exposes the customer; evaluating all of them does not, as nothing is shown yet.
 */
export async function ofrepRoutes(app: App, deps: AssignmentsDependencies): Promise<void> {
  await app.register(async (scope) => flagRoutes(scope as App, deps));
}

async function flagRoutes(app: App, { experiments, assigner }: AssignmentsDependencies): Promise<void> {
  const config = { access: needs('recommendations:read', 'experiments:write') };
  const tags = ['Experiments'];
  app.setErrorHandler(answerFailure);
  app.post(
    '/ofrep/v1/evaluate/flags/:key',
    {
      config,
      // The protocol has error codes of its own.
      validatorCompiler: bodyChecksItself,
      schema: {
        operationId: 'evaluateFlag',
        tags,
        summary: 'Evaluate one flag (OpenFeature remote evaluation)',
        description:
          'Logs the exposure, as POST /v1/assignments does; not for a signed-in person, who only looks.',
        params: Type.Object({ key: Id('The flag: a running experiment.') }),
        body: EvaluationRequest,
        response: { 200: Flag, ...refusals(401, 403, 413, 415, 429, 503), 400: Failure, 404: Failure },
      },
    },
    async ({ params, body, caller }) => {
      const customerId = targetingKey(body);
      const stored = experiments.get(params.key);
      if (stored === undefined || stored.state !== 'running') {
        throw new EvaluationFailure('FLAG_NOT_FOUND', 'no running experiment has this key');
      }
      const assignment = await evaluate({ assigner }, stored, { customerId }, caller, contextOf(body));
      return toFlag(stored.experiment, assignment);
    },
  );
  app.post(
    '/ofrep/v1/evaluate/flags',
    {
      config,
      validatorCompiler: bodyChecksItself,
      schema: {
        operationId: 'evaluateFlags',
        tags,
        summary: 'Evaluate all flags (OpenFeature remote evaluation)',
        description:
          'For clients that keep the values: logs no exposure. Call POST /v1/assignments where a flag is used.',
        headers: Type.Object({ 'if-none-match': Type.Optional(Type.String({ maxLength: 1024 })) }),
        body: EvaluationRequest,
        response: {
          200: Type.Object({ flags: Type.Array(Flag) }),
          304: Type.Null({ description: 'Nothing changed since the answer with this ETag.' }),
          ...refusals(401, 403, 413, 415, 429, 503),
          400: Failure,
        },
      },
    },
    async (request, reply) => {
      const customerId = targetingKey(request.body);
      const flags = experiments
        .running()
        .map((stored) => toFlag(stored.experiment, assigner.peek(stored, { customerId })))
        .sort((a, b) => (a.key < b.key ? -1 : 1));
      const etag = `"${createHash('sha256').update(JSON.stringify(flags)).digest('base64url')}"`;
      reply.header('etag', etag).header('cache-control', 'private, no-cache');
      if (matches(request.headers['if-none-match'], etag)) return reply.code(304).send(null);
      return { flags };
    },
  );
}

function targetingKey(body: unknown): string {
  const context = isObject(body) ? (body.context ?? {}) : undefined;
  if (!isObject(context)) {
    throw new EvaluationFailure('INVALID_CONTEXT', 'the body must be an object with an object "context"');
  }
  const key = context.targetingKey;
  if (key === undefined || key === '') {
    throw new EvaluationFailure('TARGETING_KEY_MISSING', 'context.targetingKey must name the customer');
  }
  const problem =
    typeof key !== 'string'
      ? 'must be a string'
      : key.length > limits.idLength
        ? `must have at most ${limits.idLength} characters, got ${key.length}`
        : textProblem(key);
  if (typeof key === 'string' && problem === undefined) return key;
  throw new EvaluationFailure('INVALID_CONTEXT', `context.targetingKey ${problem}`);
}

/** Channel and device where they are texts; a flag is not refused for what it does not need. */
function contextOf(body: unknown): ExposureContext {
  const context = isObject(body) && isObject(body.context) ? body.context : {};
  const text = (value: unknown) =>
    typeof value === 'string' && value !== '' && value.length <= 64 && textProblem(value) === undefined
      ? value
      : undefined;
  return { channel: text(context.channel), device: text(context.device) };
}

function toFlag(experiment: Experiment, { variant, reason }: CustomerAssignment): Static<typeof Flag> {
  const { key, targeting } = experiment;
  const metadata = { assignment: reason };
  if (variant === null) return { key, value: defaultValue(experiment), reason: 'DEFAULT', metadata };
  const value = flagValue(experiment, variant);
  return { key, value, reason: targeting === undefined ? 'SPLIT' : 'TARGETING_MATCH', variant, metadata };
}

/** Comparison for If-None-Match (RFC 9110, section 13.1.2). */
function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  const given = header.split(',').map((one) => one.trim().replace(/^W\//, ''));
  return given.includes(etag) || given.includes('*');
}

function answerFailure(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const failure = error instanceof EvaluationFailure ? error : toFailure(toAppError(error));
  if (failure === undefined) return handleError(error, request, reply);
  const { key } = (request.params ?? {}) as { key?: string };
  return reply
    .code(failure.errorCode === 'FLAG_NOT_FOUND' ? 404 : 400)
    .send({ key, errorCode: failure.errorCode, errorDetails: failure.message });
}

/** The framework's own refusals of a body, as the protocol's; undefined for all others. */
function toFailure({ code, message }: AppError): EvaluationFailure | undefined {
  if (code === 'malformed_json') return new EvaluationFailure('PARSE_ERROR', message);
  return code === 'invalid_request' ? new EvaluationFailure('INVALID_CONTEXT', message) : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
