import { randomUUID } from 'node:crypto';
import Type from 'typebox';
import { limits } from '../../ingestion/index.ts';
import type { PlacementService } from '../../recommendation/placement-service.ts';
import type { PolicyReports } from '../../recommendation/policies/policy-report.ts';
import type { AuditRepository } from '../../stores/control/control-store.ts';
import type { App } from '../app-instance.ts';
import { actorOf, needs } from '../auth/access.ts';
import { refusals } from '../schemas.ts';
import { PolicyAnswer, policiesToApi } from './policy-schemas.ts';

export interface PolicyDependencies {
  placements: PlacementService;
  reports: PolicyReports;
  audit: AuditRepository;
  /** Offset of the next record to be applied. */
  appliedOffset(): number;
  /** Saves online state now: what no record says must not come back with the checkpoint before. */
  checkpoint(): Promise<void>;
  /** Epoch ms. */
  now(): number;
}

const Path = Type.Object({ name: Type.String({ minLength: 1, maxLength: limits.nameLength }) });
const Segment = Type.Optional(
  Type.String({ minLength: 1, maxLength: 64, description: 'Only the policy of this segment.' }),
);

/** What a placement's policies have learnt. */
export async function policyRoutes(app: App, deps: PolicyDependencies): Promise<void> {
  const tags = ['Placements'];
  app.get(
    '/v1/placements/:name/policy',
    {
      config: { access: needs('recommendations:read', 'analytics:read', 'catalog:write') },
      schema: {
        operationId: 'getPlacementPolicy',
        tags,
        summary: 'What a placement’s policies have learnt',
        params: Path,
        querystring: Type.Object(
          {
            limit: Type.Integer({
              minimum: 1,
              maximum: 200,
              default: 20,
              description: 'Arms listed for each policy.',
            }),
          },
          { additionalProperties: false },
        ),
        response: { 200: PolicyAnswer, ...refusals(400, 401, 403, 404, 429) },
      },
    },
    async (request) => {
      const { placement } = deps.placements.stored(request.params.name);
      const reports = deps.reports.describe(placement, request.query.limit);
      return policiesToApi(placement.name, deps.now(), reports);
    },
  );
  app.delete(
    '/v1/placements/:name/policy',
    {
      config: { access: needs('admin') },
      schema: {
        operationId: 'resetPlacementPolicy',
        tags,
        summary: 'Let a placement’s policies forget what they have learnt',
        description:
          'They start from their priors; decisions made before no longer count. Cannot be undone. Noted in the audit log.',
        params: Path,
        querystring: Type.Object(
          {
            segment: Segment,
            own: Type.Optional(
              Type.Boolean({
                description: 'Only the placement’s own policy, not those of segments and variants.',
              }),
            ),
          },
          { additionalProperties: false },
        ),
        response: {
          200: Type.Object({ reset: Type.Integer({ description: 'Policies that had learnt something.' }) }),
          ...refusals(400, 401, 403, 404, 429),
        },
      },
    },
    async (request) => {
      const { placement } = deps.placements.stored(request.params.name);
      const { segment, own } = request.query;
      const reset = deps.reports.reset(placement, { segment, own }, deps.appliedOffset());
      await deps.checkpoint();
      await deps.audit.append({
        id: randomUUID(),
        at: deps.now(),
        actor: actorOf(request.caller),
        action: 'policy.reset',
        target: placement.name,
        detail: { reset, ...(segment === undefined ? {} : { segment }), ...(own ? { own } : {}) },
      });
      return { reset };
    },
  );
}
