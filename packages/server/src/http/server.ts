import { randomUUID } from 'node:crypto';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import { AppError } from '../errors.ts';
import type { App } from './app-instance.ts';
import { nobody } from './auth/access.ts';
import { createAuthenticate, createMayStillRead } from './auth/authenticate.ts';
import { KeyDirectory } from './auth/key-directory.ts';
import { RateLimiter } from './auth/rate-limiter.ts';
import { Sessions } from './auth/sessions.ts';
import { handleClientError } from './client-error.ts';
import { Connections } from './connections.ts';
import { registerDashboard } from './dashboard/dashboard-route.ts';
import { registerDocs } from './docs/docs-routes.ts';
import { handleError, sendProblem } from './problem.ts';
import { registerIngestion, registerResources } from './resources.ts';
import { RouteTable } from './route-table.ts';
import { serializerCompiler } from './serialization.ts';
import type { HttpServices } from './services.ts';
import { refuseUnstorable, validatorCompiler } from './validation.ts';

export interface HttpServerOptions {
  services: HttpServices;
  logger: FastifyBaseLogger;
  /** Origins that browsers may call from; `*` for any. */
  corsOrigins: string[];
  /** Requests a minute of a key that sets no limit of its own. */
  defaultRateLimit: number;
  /** Proxies whose forwarding headers are believed. */
  trustProxy: boolean | string[];
  version: string;
  /** Folder of the built dashboard; a page says how to build it when it is missing. */
  dashboardFolder: string;
}

export interface HttpServer {
  app: App;
  sessions: Sessions;
  connections: Connections;
  routes: RouteTable;
}

/** Bodies of routes that do not say otherwise. */
const bodyLimit = 1024 * 1024;

/** Puts the HTTP application together; it does not listen yet. */
export async function createHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { services } = options;
  const app: App = Fastify({
    loggerInstance: options.logger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: (request) => requestId(request.headers['x-request-id']),
    bodyLimit,
    trustProxy: options.trustProxy,
    requestTimeout: 30_000,
    connectionTimeout: 0,
    keepAliveTimeout: 72_000,
    http: { headersTimeout: 15_000, connectionsCheckingInterval: 5_000, maxHeaderSize: 32 * 1024 },
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    clientErrorHandler: handleClientError,
    routerOptions: { maxParamLength: 32_768, ignoreTrailingSlash: true },
    frameworkErrors: (error, _request, reply) => {
      handleError(error, _request as never, reply as never);
    },
  }).withTypeProvider<TypeBoxTypeProvider>();

  const connections = new Connections(app.server);
  const routes = new RouteTable();
  app.addHook('onRoute', (route) => routes.add(route));
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(handleError);
  app.decorateRequest('caller');
  app.addHook('onRequest', async (request, reply) => {
    request.caller = nobody;
    reply.header('x-request-id', request.id);
  });
  await app.register(cors, {
    origin: options.corsOrigins.includes('*') ? '*' : options.corsOrigins,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: [
      'authorization',
      'content-type',
      'x-request-id',
      'last-event-id',
      'if-match',
      'if-none-match',
    ],
    exposedHeaders: [
      'x-request-id',
      'etag',
      'retry-after',
      'ratelimit-limit',
      'ratelimit-remaining',
      'ratelimit-reset',
      'location',
    ],
    maxAge: 86_400,
  });
  await app.register(helmet, helmetOptions);
  await app.register(cookie);

  const limiter = new RateLimiter();
  const auth = {
    keys: new KeyDirectory(services.control.keys),
    sessions: new Sessions(services.control),
    limiter,
  };
  app.decorate('mayStillRead', createMayStillRead(auth));
  app.decorate('streams', new Map());
  app.addHook('onRequest', async (request) => {
    const { state, message } = services.readiness();
    const { access } = request.routeOptions.config;
    if (state === 'ready' || access === undefined || access.kind === 'public') return;
    if (state === 'stopping')
      throw new AppError('shutting_down', 'the server is stopping', { retryAfter: 5 });
    throw new AppError('overloaded', `the server is starting: ${message}; see /readyz`, { retryAfter: 1 });
  });
  app.addHook(
    'onRequest',
    createAuthenticate({ ...auth, defaultRateLimit: options.defaultRateLimit, failureRateLimit: 300 }),
  );
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    services.metrics.observeRequest(request.method, route, reply.statusCode, reply.elapsedTime);
    request.log.debug(
      {
        method: request.method,
        route,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 100) / 100,
      },
      'request',
    );
  });
  await registerDocs(app, { version: options.version });
  await app.register(async (plain) => {
    plain.addHook('preValidation', refuseUnstorable);
    await plain.register(compress, { global: true, threshold: 1024, encodings: ['br', 'gzip'] });
    await registerResources(plain as App, services, auth);
    await registerDashboard(plain as App, options.dashboardFolder);
  });
  await registerIngestion(app, services);
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0];
    const allowed = routes.methodsFor(path);
    if (allowed.length > 0) {
      reply.header('allow', allowed.join(', '));
      const detail = `${request.method} is not possible here; use ${allowed.join(', ')}`;
      return sendProblem(reply, new AppError('method_not_allowed', detail));
    }
    return sendProblem(reply, new AppError('not_found', 'there is nothing at this path'));
  });
  app.addHook('onReady', async () => routes.close());
  return { app, routes, connections, sessions: auth.sessions };
}

/** The client's own request id when it is harmless, else a new one. */
function requestId(given: string | string[] | undefined): string {
  return typeof given === 'string' && /^[\w.:-]{1,128}$/.test(given) ? given : randomUUID();
}

const helmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'"],
      // Component libraries (and the API pages) write style attributes and elements; scripts stay strict.
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:', 'https:'],
      fontSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      workerSrc: ["'self'", 'blob:'],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
  },
  // Plain HTTP inside a network is a normal way to run this; a proxy that ends TLS sets it.
  strictTransportSecurity: false,
  // Browsers on other sites may read the API's answers; CORS says which.
  crossOriginResourcePolicy: { policy: 'cross-origin' as const },
};
