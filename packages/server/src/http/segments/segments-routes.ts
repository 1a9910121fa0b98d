import { randomUUID } from 'node:crypto';
import Type from 'typebox';
import type { SegmentMoves, SegmentMovesQuery } from '../../analytics/segment-moves-query.ts';
import { zoneOf } from '../../analytics/semantic/index.ts';
import { AppError } from '../../errors.ts';
import type { CustomerSummary } from '../../profiles/index.ts';
import type { RulePreview } from '../../profiles/segments/preview.ts';
import type { RuleSubjects } from '../../profiles/segments/rule-subjects.ts';
import type { SegmentService, StoredSegment } from '../../profiles/segments/segment-service.ts';
import type { AuditRepository } from '../../stores/control/control-store.ts';
import type { App } from '../app-instance.ts';
import { actorOf, needs } from '../auth/access.ts';
import { summaryToApi } from '../customers/schemas.ts';
import { refusals } from '../schemas.ts';
import { bodyChecksItself } from '../validation.ts';
import {
  AnySegmentPath,
  Moves,
  MovesQuery,
  Preview,
  PreviewBody,
  Segment,
  SegmentBody,
  SegmentPath,
  SegmentWithUse,
  Subjects,
  toSegment,
} from './schemas.ts';

export interface SegmentUse {
  kind: 'placement' | 'experiment';
  name: string;
  title: string;
}

export interface SegmentsDependencies {
  segments: SegmentService;
  /** Members now. */
  members(name: string): number;
  /** Placements and experiments that name it. */
  usedBy(name: string): SegmentUse[];
  preview(rule: unknown, sample: number, signal: AbortSignal): Promise<RulePreview>;
  summary(row: number): CustomerSummary;
  subjects(): Promise<RuleSubjects>;
  moves(query: Pick<SegmentMovesQuery, 'segment' | 'days' | 'timeZone'>): Promise<SegmentMoves[]>;
  /** The server's own. */
  timeZone: string;
}

const tags = ['Customers'];
const defaultSample = 10;

/** Segments: rules over customers, declared or stored, evaluated as events arrive. */
export async function segmentsRoutes(
  app: App,
  deps: SegmentsDependencies & { audit: AuditRepository },
): Promise<void> {
  const read = { access: needs('analytics:read', 'customers:read', 'models:write') };
  const write = { access: needs('catalog:write', 'experiments:write') };
  const { segments } = deps;
  const withMembers = (stored: StoredSegment) => toSegment(stored, deps.members(stored.definition.name));
  const note = (actor: string, action: string, target: string, detail: { version?: number }) =>
    deps.audit.append({ id: randomUUID(), at: Date.now(), actor, action, target, detail: { ...detail } });

  app.get(
    '/v1/segments',
    {
      config: read,
      schema: {
        operationId: 'listSegments',
        tags,
        summary: 'The segments, their rules and how many are in them',
        response: {
          200: Type.Object({ data: Type.Array(Segment), nextCursor: Type.Null() }),
          ...refusals(401, 403, 429),
        },
      },
    },
    async () => ({ data: segments.list().map(withMembers), nextCursor: null }),
  );
  app.get(
    '/v1/segments/:name',
    {
      config: read,
      schema: {
        operationId: 'getSegment',
        tags,
        summary: 'One segment, and what uses it',
        params: AnySegmentPath,
        response: { 200: SegmentWithUse, ...refusals(400, 401, 403, 404, 429) },
      },
    },
    async (request, reply) => {
      const stored = segments.get(request.params.name);
      reply.header('etag', `"${stored.version}"`);
      return { ...withMembers(stored), usedBy: deps.usedBy(request.params.name) };
    },
  );
  app.put(
    '/v1/segments/:name',
    {
      config: write,
      validatorCompiler: bodyChecksItself,
      schema: {
        operationId: 'putSegment',
        tags,
        summary: 'Make or replace a segment; customers enter and leave it within moments',
        params: SegmentPath,
        headers: Type.Object({
          'if-match': Type.Optional(
            Type.String({
              pattern: '^"?\\d+"?$',
              description: 'The version that is being replaced; 0: must be new.',
            }),
          ),
        }),
        body: SegmentBody,
        response: { 200: Segment, ...refusals(400, 401, 403, 409, 413, 415, 429, 503) },
      },
    },
    async (request, reply) => {
      const { name } = request.params;
      const expected = request.headers['if-match'];
      const version = expected === undefined ? undefined : Number(expected.replaceAll('"', ''));
      const stored = await segments.put(name, request.body, version);
      await note(actorOf(request.caller), 'segment.saved', name, { version: stored.version });
      reply.header('etag', `"${stored.version}"`);
      return withMembers(stored);
    },
  );
  app.delete(
    '/v1/segments/:name',
    {
      config: write,
      schema: {
        operationId: 'removeSegment',
        tags,
        summary: 'Remove a segment; its members leave it within moments',
        params: AnySegmentPath,
        response: { 204: Type.Null(), ...refusals(400, 401, 403, 404, 409, 429, 503) },
      },
    },
    async (request, reply) => {
      const { name } = request.params;
      await segments.remove(name);
      await note(actorOf(request.caller), 'segment.removed', name, {});
      return reply.code(204).send(null);
    },
  );
  app.post(
    '/v1/segments/preview',
    {
      config: { access: needs('customers:read') },
      schema: {
        operationId: 'previewSegment',
        tags,
        summary: 'How many customers a rule holds for now, and some of them; nothing is stored',
        description: 'One count runs at a time, in short slices beside serving; hanging up cancels it.',
        body: PreviewBody,
        response: { 200: Preview, ...refusals(400, 401, 403, 413, 415, 429) },
      },
    },
    async (request, reply) => {
      const gone = new AbortController();
      reply.raw.once('close', () => {
        if (!reply.raw.writableFinished) gone.abort(new AppError('gone', 'the count was cancelled'));
      });
      const started = performance.now();
      const { rule, sample = defaultSample } = request.body;
      const found = await deps.preview(rule, sample, gone.signal);
      return {
        matching: found.matching,
        customers: found.customers,
        sample: found.sample.map((row) => summaryToApi(deps.summary(row))),
        elapsedMs: performance.now() - started,
      };
    },
  );
  app.get(
    '/v1/rule-subjects',
    {
      config: { access: needs('customers:read') },
      schema: {
        operationId: 'listRuleSubjects',
        tags,
        summary: 'What rules may compare, with values that customers have',
        response: { 200: Subjects, ...refusals(401, 403, 429) },
      },
    },
    async () => deps.subjects(),
  );
  app.get(
    '/v1/segment-moves',
    {
      config: { access: needs('analytics:read') },
      schema: {
        operationId: 'listSegmentMoves',
        tags,
        summary: 'How many entered and left segments, by day',
        querystring: MovesQuery,
        response: { 200: Moves, ...refusals(400, 401, 403, 429, 503) },
      },
    },
    async (request) => {
      const { segment, days } = request.query;
      const timeZone = zoneOf(request.query.timeZone ?? deps.timeZone);
      return { timeZone, data: await deps.moves({ segment, days, timeZone }) };
    },
  );
}
