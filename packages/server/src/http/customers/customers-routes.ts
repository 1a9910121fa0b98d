import { randomUUID } from 'node:crypto';
import Type from 'typebox';
import { AppError } from '../../errors.ts';
import type { ArrivalClock } from '../../ingestion/index.ts';
import { checkProperties } from '../../ingestion/properties.ts';
import { type CustomerExport, erasureInput, type Person, type ProfileService } from '../../profiles/index.ts';
import type { Journal } from '../../stores/journal/journal.ts';
import type { JsonObject } from '../../stores/journal/record.ts';
import type { App } from '../app-instance.ts';
import { actorOf, needs } from '../auth/access.ts';
import { originOf } from '../events/ingest-route.ts';
import type { JobRunner } from '../jobs/job-runner.ts';
import { JobSchema, toJob } from '../jobs/schemas.ts';
import { pageOf, refusals } from '../schemas.ts';
import {
  CustomerPatch,
  CustomerPath,
  CustomerSchema,
  CustomerSummarySchema,
  CustomersQuery,
  profileToApi,
  summaryToApi,
} from './schemas.ts';

export interface CustomersDependencies {
  profiles: ProfileService;
  /** Which of the two kinds of id this is; a customer's when nobody is known by it. */
  person(id: string): Person;
  exportCustomer(person: Person, signal: AbortSignal): Promise<CustomerExport>;
  journal: Pick<Journal, 'append'>;
  clock: ArrivalClock;
  jobs: JobRunner;
}

export const erasureJob = 'customer-erasure';
const tags = ['Customers'];

/** Who the customers are, what is known of them, and forgetting them. */
export async function customersRoutes(app: App, deps: CustomersDependencies): Promise<void> {
  const read = { access: needs('customers:read') };
  const write = { access: needs('customers:write') };
  app.get(
    '/v1/customers',
    {
      config: read,
      schema: {
        operationId: 'listCustomers',
        tags,
        summary: 'Search customers by id, segment and attributes',
        querystring: CustomersQuery,
        response: { 200: pageOf(CustomerSummarySchema), ...refusals(400, 401, 403, 429) },
      },
    },
    async (request) => {
      const { search, attribute, ...query } = request.query;
      const attributes = Object.fromEntries(
        (attribute ?? []).map((pair) => [
          pair.slice(0, pair.indexOf(':')),
          pair.slice(pair.indexOf(':') + 1),
        ]),
      );
      const page = await deps.profiles.search({ ...query, idPrefix: search, attributes });
      return { data: page.data.map(summaryToApi), nextCursor: page.nextCursor };
    },
  );
  app.get(
    '/v1/customers/:id',
    {
      config: read,
      schema: {
        operationId: 'getCustomer',
        tags,
        summary: 'One customer, as the next recommendation would see them',
        params: CustomerPath,
        response: { 200: CustomerSchema, ...refusals(400, 401, 403, 404, 429) },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return profileToApi(deps.profiles.get(request.params.id));
    },
  );
  app.patch(
    '/v1/customers/:id',
    {
      config: write,
      schema: {
        operationId: 'changeCustomer',
        tags,
        summary: 'Set attributes; a customer who is not known yet is made',
        params: CustomerPath,
        body: CustomerPatch,
        response: { 200: CustomerSchema, ...refusals(400, 401, 403, 413, 415, 429, 503) },
      },
    },
    async (request) => {
      const traits = request.body.attributes as JsonObject;
      const problem = checkProperties(traits);
      if (problem !== undefined) {
        const path = `/attributes${problem.path}`;
        throw new AppError('invalid_request', `${path} ${problem.detail}`, {
          errors: [{ path, message: problem.detail }],
        });
      }
      const at = deps.clock.now();
      await deps.journal.append([
        {
          kind: 'event',
          type: 'identify',
          messageId: randomUUID(),
          ...deps.person(request.params.id),
          timestamp: at,
          receivedAt: at,
          traits,
          origin: originOf(request.caller),
        },
      ]);
      return profileToApi(deps.profiles.get(request.params.id));
    },
  );
  app.get(
    '/v1/customers/:id/export',
    {
      config: read,
      schema: {
        operationId: 'exportCustomer',
        tags,
        summary: 'Everything that is kept about one customer, as a file',
        params: CustomerPath,
        response: {
          200: {
            description: 'Profile, every event and every decision.',
            content: { 'application/json': { schema: Type.Record(Type.String(), Type.Unknown()) } },
          },
          ...refusals(400, 401, 403, 404, 429),
        },
      },
    },
    async (request, reply) => {
      const gone = new AbortController();
      request.raw.once('close', () => {
        if (!reply.raw.writableEnded) gone.abort();
      });
      const found = await deps.exportCustomer(deps.person(request.params.id), gone.signal);
      if (found.profile === null && found.events.length === 0 && found.decisions.length === 0) {
        throw new AppError('not_found', 'there is no customer of this id');
      }
      return reply
        .header('content-disposition', 'attachment; filename="customer.json"')
        .header('cache-control', 'no-store')
        .type('application/json; charset=utf-8')
        .serializer((payload: unknown) => JSON.stringify(payload, null, 2))
        .send(found);
    },
  );
  app.delete(
    '/v1/customers/:id',
    {
      config: write,
      schema: {
        operationId: 'eraseCustomer',
        tags,
        summary: 'Erase one customer from every store; answers with the job that does it',
        params: CustomerPath,
        response: { 202: JobSchema, ...refusals(400, 401, 403, 429, 503) },
      },
    },
    async (request, reply) => {
      const input = erasureInput(deps.person(request.params.id), actorOf(request.caller));
      const job = await deps.jobs.start(erasureJob, input);
      return reply.code(202).header('location', `/v1/jobs/${job.id}`).send(toJob(job));
    },
  );
}
