import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { RouteOptions } from 'fastify';
import type { App } from '../app-instance.ts';
import { publicAccess } from '../auth/access.ts';
import { nameSchemas } from './openapi.ts';

const description = `Events in, recommendations out, honest statistics on what they earn.

Send a key as \`Authorization: Bearer KEY\`. Errors are \`application/problem+json\`; tell them apart by \`code\`.
Lists take \`limit\` and \`cursor\` and answer \`{data, nextCursor}\`. Times are RFC 3339 in UTC.`;

const tags = [
  'Events',
  'Catalog',
  'Customers',
  'Recommendations',
  'Placements',
  'Analytics',
  'Jobs',
  'Access',
  'Operations',
].map((name) => ({ name }));

const redocPage = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>API reference</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"></head>
<body style="margin:0"><redoc spec-url="/openapi.json"></redoc>
<script src="/redoc/redoc.standalone.js"></script></body></html>`;

/** `/openapi.json` from the routes' own schemas, and two readers of it that need no network. Register before any route. */
export async function registerDocs(app: App, options: { version: string }): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Realtime Personalization Analytics',
        version: options.version,
        description,
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: '/' }],
      tags,
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer' },
          session: { type: 'apiKey', in: 'cookie', name: 'personalize_session' },
        },
      },
      security: [{ key: [] }, { session: [] }],
    },
    transform: ({ schema, url, route }) => {
      if (route.config?.access?.kind === 'public' && schema !== undefined) {
        return { schema: { ...schema, security: [] }, url };
      }
      return { schema, url };
    },
    transformObject: (document) =>
      'openapiObject' in document
        ? (nameSchemas(document.openapiObject as never) as never)
        : document.swaggerObject,
  });
  const open = (route: RouteOptions) => {
    route.config = { ...route.config, access: publicAccess };
  };
  await app.register(async (docs) => {
    docs.addHook('onRoute', open);
    await docs.register(swaggerUi, {
      routePrefix: '/docs',
      uiConfig: { deepLinking: true, displayRequestDuration: true, persistAuthorization: false },
    });
  });
  const hidden = { config: { access: publicAccess }, schema: { hide: true } } as const;
  app.get('/openapi.json', hidden, (_request, reply) => {
    reply.header('cache-control', 'no-cache').send(app.swagger());
  });
  const script = gzipSync(await redocScript());
  app.get('/redoc', hidden, (_request, reply) => {
    reply.type('text/html; charset=utf-8').send(redocPage);
  });
  app.get('/redoc/redoc.standalone.js', hidden, (_request, reply) => {
    reply
      .type('text/javascript; charset=utf-8')
      .header('cache-control', 'public, max-age=86400')
      .header('content-encoding', 'gzip')
      .send(script);
  });
}

/** ReDoc's bundle with the one picture that it would load from its makers' site replaced by an empty one. */
async function redocScript(): Promise<string> {
  const path = createRequire(import.meta.url).resolve('redoc/bundles/redoc.standalone.js');
  const text = await readFile(path, 'utf8');
  return text.replaceAll(
    'https://cdn.redoc.ly/redoc/logo-mini.svg',
    'data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22/%3E',
  );
}
