import Type from 'typebox';
import { type AlertService, alertSchema, type StoredAlert } from '../../analytics/alerts/index.ts';
import type { App } from '../app-instance.ts';
import { actorOf, type Caller } from '../auth/access.ts';
import { editors, readerOf, readers } from '../boards/reader.ts';
import { IdPath, IfMatch, versionOf } from '../boards/stored.ts';
import { Nullable, refusals, Time, toTime } from '../schemas.ts';
import { Alert, History, Preview, toApi } from './schemas.ts';

/** Alerts: what is watched, whether it fires, and quiet for a while. */
export async function alertsRoutes(app: App, { alerts }: { alerts: AlertService }): Promise<void> {
  const read = { access: readers };
  const write = { access: editors };
  const tags = ['Alerts'];
  const answer = (alert: StoredAlert, { caller }: { caller: Caller }) => toApi(alert, Date.now(), caller);
  app.get(
    '/v1/alerts',
    {
      config: read,
      schema: {
        operationId: 'listAlerts',
        tags,
        summary: 'Alerts and their state, oldest first',
        response: {
          200: Type.Object({ data: Type.Array(Alert), nextCursor: Type.Null() }),
          ...refusals(401, 403, 429),
        },
      },
    },
    async (request) => ({ data: alerts.list().map((one) => answer(one, request)), nextCursor: null }),
  );
  app.post(
    '/v1/alerts',
    {
      config: write,
      schema: {
        operationId: 'createAlert',
        tags,
        summary: 'Make an alert',
        body: alertSchema,
        response: { 201: Alert, ...refusals(400, 401, 403, 409, 422, 429, 503) },
      },
    },
    async (request, reply) =>
      reply.code(201).send(answer(await alerts.create(request.body, actorOf(request.caller)), request)),
  );
  app.post(
    '/v1/alerts/preview',
    {
      config: read,
      schema: {
        operationId: 'previewAlert',
        tags,
        summary: 'When an alert would have fired in the last 30 days',
        body: alertSchema,
        response: { 200: Preview, ...refusals(400, 401, 403, 422, 429, 503) },
      },
    },
    async (request) => alerts.preview(request.body),
  );
  app.get(
    '/v1/alerts/:id',
    {
      config: read,
      schema: {
        operationId: 'getAlert',
        tags,
        summary: 'One alert',
        params: IdPath,
        response: { 200: Alert, ...refusals(400, 401, 403, 404, 429) },
      },
    },
    async (request) => answer(alerts.get(request.params.id), request),
  );
  app.put(
    '/v1/alerts/:id',
    {
      config: write,
      schema: {
        operationId: 'putAlert',
        tags,
        summary: 'Change an alert',
        params: IdPath,
        headers: IfMatch,
        body: alertSchema,
        response: { 200: Alert, ...refusals(400, 401, 403, 404, 409, 422, 429, 503) },
      },
    },
    async (request) => {
      const expected = versionOf(request.headers['if-match']);
      const { name } = readerOf(request.caller);
      return answer(await alerts.put(request.params.id, request.body, name, expected), request);
    },
  );
  app.delete(
    '/v1/alerts/:id',
    {
      config: write,
      schema: {
        operationId: 'removeAlert',
        tags,
        summary: 'Remove an alert and its history',
        description: 'Can be undone for an hour, until the server restarts: `POST /v1/alerts/{id}/restore`.',
        params: IdPath,
        response: { 204: Type.Null(), ...refusals(400, 401, 403, 404, 429) },
      },
    },
    async (request, reply) => {
      await alerts.remove(request.params.id);
      return reply.code(204).send(null);
    },
  );
  app.post(
    '/v1/alerts/:id/restore',
    {
      config: write,
      schema: {
        operationId: 'restoreAlert',
        tags,
        summary: 'Put a removed alert back, its secrets and history too',
        params: IdPath,
        response: { 200: Alert, ...refusals(400, 401, 403, 409, 410, 429) },
      },
    },
    async (request) => answer(await alerts.restore(request.params.id), request),
  );
  app.get(
    '/v1/alerts/:id/history',
    {
      config: read,
      schema: {
        operationId: 'listAlertHistory',
        tags,
        summary: 'What happened to an alert, newest first; the last 200',
        params: IdPath,
        response: { 200: History, ...refusals(400, 401, 403, 404, 429) },
      },
    },
    async (request) => ({
      data: alerts
        .get(request.params.id)
        .state.history.map((entry) => ({ ...entry, at: toTime(entry.at) }))
        .reverse(),
      nextCursor: null,
    }),
  );
  app.post(
    '/v1/alerts/:id/snooze',
    {
      config: write,
      schema: {
        operationId: 'snoozeAlert',
        tags,
        summary: 'Keep an alert quiet until a time, or wake it',
        params: IdPath,
        body: Type.Object({ until: Nullable(Time) }, { additionalProperties: false }),
        response: { 200: Alert, ...refusals(400, 401, 403, 404, 429) },
      },
    },
    async (request) => {
      const { until } = request.body;
      const { name } = readerOf(request.caller);
      const at = until === null ? null : Date.parse(until);
      return answer(await alerts.snooze(request.params.id, at, name), request);
    },
  );
  app.post(
    '/v1/alerts/:id/acknowledge',
    {
      config: write,
      schema: {
        operationId: 'acknowledgeAlert',
        tags,
        summary: 'Say that you look after an alert that fires',
        params: IdPath,
        response: { 200: Alert, ...refusals(400, 401, 403, 404, 409, 429) },
      },
    },
    async (request) =>
      answer(await alerts.acknowledge(request.params.id, readerOf(request.caller).name), request),
  );
  app.post(
    '/v1/alerts/:id/test',
    {
      config: write,
      schema: {
        operationId: 'testAlert',
        tags,
        summary: 'Send a test to every channel',
        params: IdPath,
        response: {
          200: Type.Object({
            data: Type.Array(
              Type.Object({
                ...{ kind: Type.String(), to: Type.String() },
                error: Nullable(Type.String({ description: 'Null: it arrived.' })),
              }),
            ),
          }),
          ...refusals(400, 401, 403, 404, 429),
        },
      },
    },
    async (request) => ({
      data: (await alerts.test(request.params.id)).map(({ channel: { kind, to }, error }) => ({
        kind,
        to,
        error,
      })),
    }),
  );
}
