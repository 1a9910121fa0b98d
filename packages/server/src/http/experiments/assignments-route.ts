import { AppError } from '../../errors.ts';
import type {
  Assigner,
  CustomerAssignment,
  ExposureContext,
  Subject,
} from '../../experimentation/assigner.ts';
import type { ExperimentService, StoredExperiment } from '../../experimentation/experiment-service.ts';
import { flagValue } from '../../experimentation/flags.ts';
import { textProblem } from '../../ingestion/index.ts';
import type { App } from '../app-instance.ts';
import { type Caller, needs } from '../auth/access.ts';
import { originOf } from '../events/ingest-route.ts';
import { refusals } from '../schemas.ts';
import { Assignment, AssignmentRequest } from './schemas.ts';

export interface AssignmentsDependencies {
  experiments: ExperimentService;
  assigner: Assigner;
}

/** Which variant a customer has; the first time is logged as their exposure. */
export async function assignmentsRoute(app: App, deps: AssignmentsDependencies): Promise<void> {
  app.post(
    '/v1/assignments',
    {
      config: { access: needs('recommendations:read', 'experiments:write') },
      schema: {
        operationId: 'assignCustomer',
        tags: ['Experiments'],
        summary: 'Assign a customer to a variant',
        description:
          'Ask when the customer is about to see the difference: the first answer with a variant is logged as the exposure, and later ones repeat it. A signed-in person who asks gets the same answer without an exposure.',
        body: AssignmentRequest,
        response: { 200: Assignment, ...refusals(400, 401, 403, 404, 413, 415, 429, 503) },
      },
    },
    async ({ body, caller }) => {
      const { customerId, anonymousId, experiment: key, context } = body;
      requireSubject(body);
      const stored = deps.experiments.stored(key);
      const assignment = await evaluate(deps, stored, { customerId, anonymousId }, caller, context);
      const { variant } = assignment;
      return {
        ...assignment,
        value: variant === null ? null : (flagValue(stored.experiment, variant) ?? null),
      };
    },
  );
}

/**
 * What a customer gets. A program that holds a key shows it to the customer, who is exposed by that; a person
 * on the dashboard only looks, and looking must not count a customer in.
 */
export async function evaluate(
  { assigner }: Pick<AssignmentsDependencies, 'assigner'>,
  stored: StoredExperiment,
  subject: Subject,
  caller: Caller,
  context?: ExposureContext,
): Promise<CustomerAssignment> {
  if (caller.kind !== 'key') return assigner.peek(stored, subject);
  return assigner.expose(stored, subject, originOf(caller), context);
}

function requireSubject(body: Subject & { context?: ExposureContext }): void {
  if (body.customerId === undefined && body.anonymousId === undefined) {
    const message = 'one of customerId and anonymousId is needed';
    throw new AppError('invalid_request', message, { errors: [{ path: '/customerId', message }] });
  }
  const texts = {
    customerId: body.customerId,
    anonymousId: body.anonymousId,
    'context/channel': body.context?.channel,
    'context/device': body.context?.device,
  };
  for (const [field, text] of Object.entries(texts)) {
    const problem = text === undefined ? undefined : textProblem(text);
    if (problem === undefined) continue;
    throw new AppError('invalid_request', `${field} ${problem}`, {
      errors: [{ path: `/${field}`, message: problem }],
    });
  }
}
