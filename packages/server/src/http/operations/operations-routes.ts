import Type from 'typebox';
import type { App } from '../app-instance.ts';
import { publicAccess } from '../auth/access.ts';
import type { Metrics } from './metrics.ts';

/** How far the process is with starting or stopping. */
export interface Readiness {
  state: 'starting' | 'ready' | 'stopping';
  /** What it is doing now, for people. */
  message: string;
  /** 0..1 of the journal's tail, while it is replayed. */
  progress: number;
}

const Health = Type.Object({ status: Type.Literal('ok') });
const Ready = Type.Object({
  status: Type.Union([Type.Literal('starting'), Type.Literal('ready'), Type.Literal('stopping')]),
  message: Type.String(),
  progress: Type.Number(),
});

/** `/healthz`: the process answers. `/readyz`: it takes traffic. `/metrics`: Prometheus. */
export async function operationsRoutes(
  app: App,
  { metrics, readiness }: { metrics: Metrics; readiness: () => Readiness },
): Promise<void> {
  const route = { config: { access: publicAccess } };
  app.get(
    '/healthz',
    {
      ...route,
      schema: {
        operationId: 'health',
        tags: ['Operations'],
        summary: 'Whether the process answers',
        response: { 200: Health },
      },
    },
    async () => ({ status: 'ok' as const }),
  );
  app.get(
    '/readyz',
    {
      ...route,
      schema: {
        operationId: 'ready',
        tags: ['Operations'],
        summary: 'Whether the process takes traffic, and how far it is with starting',
        response: { 200: Ready, 503: Ready },
      },
    },
    async (_request, reply) => {
      const { state, message, progress } = readiness();
      return reply
        .code(state === 'ready' ? 200 : 503)
        .header('cache-control', 'no-store')
        .send({ status: state, message, progress });
    },
  );
  app.get(
    '/metrics',
    {
      ...route,
      schema: {
        operationId: 'metrics',
        tags: ['Operations'],
        summary: 'Prometheus metrics',
        produces: ['text/plain'],
      },
    },
    async (_request, reply) =>
      reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
}
