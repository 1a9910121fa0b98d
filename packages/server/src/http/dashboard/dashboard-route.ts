import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { App } from '../app-instance.ts';
import { publicAccess } from '../auth/access.ts';

const missing = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Dashboard not built</title>
<body style="font-family:system-ui;max-width:40rem;margin:4rem auto;line-height:1.5">
<h1>The dashboard is not built yet</h1>
<p>Run <code>npm run build</code> once and reload. The API works without it: see <a href="/docs">/docs</a>.</p>`;

/**
 * The dashboard's files at `/`. Other paths that no route knows get the page itself, which does its own
 * routing (and may end in what looks like a file's name: `/customers/ana@example.com`). Files with a hash in their name are cached for a year, the page never.
 */
export async function registerDashboard(app: App, folder: string): Promise<void> {
  const page = { config: { access: publicAccess }, schema: { hide: true } };
  if (!existsSync(join(folder, 'index.html'))) {
    app.get('/', page, async (_request, reply) => reply.type('text/html; charset=utf-8').send(missing));
    return;
  }
  await app.register(fastifyStatic, {
    root: folder,
    serve: false,
    cacheControl: false,
    setHeaders(reply, path) {
      const hashed = /-[\w-]{8,}\.\w+$/.test(path) && path.includes('assets');
      reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  app.get('/', page, (_request, reply) => reply.sendFile('index.html'));
  app.get('/*', page, (request, reply) => {
    const path = request.url.split('?', 1)[0];
    if (path.startsWith('/v1/') || path === '/v1') return reply.callNotFound();
    if (/^\/(assets\/.*|[^/]+\.\w+)$/.test(path))
      return reply.sendFile((request.params as { '*': string })['*']);
    return reply.sendFile('index.html');
  });
}
