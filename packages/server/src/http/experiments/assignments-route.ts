import { AppError } from '../../errors.ts';
import type { Assigner } from '../../experimentation/assigner.ts';
import type { ExperimentService } from '../../experimentation/experiment-service.ts';
import { flagValue } from '../../experimentation/flags.ts';
import { textProblem } from '../../ingestion/index.ts';
import type { App } from '../app-instance.ts';
import { needs } from '../auth/access.ts';
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
          'Ask when the customer is about to see the difference: the first answer with a variant is logged as the exposure, and later ones repeat it.',
        body: AssignmentRequest,
        response: { 200: Assignment, ...refusals(400, 401, 403, 404, 413, 415, 429, 503) },
      },
    },
    async ({ body, caller }) => {
      const { customerId, anonymousId, experiment: key } = body;
      requireSubject(body);
      const stored = deps.experiments.stored(key);
      const assignment = await deps.assigner.expose(stored, { customerId, anonymousId }, originOf(caller));
      const { variant } = assignment;
      return {
        ...assignment,
        value: variant === null ? null : (flagValue(stored.experiment, variant) ?? null),
      };
    },
  );
}

function requireSubject(body: { customerId?: string; anonymousId?: string }): void {
  if (body.customerId === undefined && body.anonymousId === undefined) {
    const message = 'one of customerId and anonymousId is needed';
    throw new AppError('invalid_request', message, { errors: [{ path: '/customerId', message }] });
  }
  for (const field of ['customerId', 'anonymousId'] as const) {
    const problem = body[field] === undefined ? undefined : textProblem(body[field]);
    if (problem === undefined) continue;
    throw new AppError('invalid_request', `${field} ${problem}`, {
      errors: [{ path: `/${field}`, message: problem }],
    });
  }
}
