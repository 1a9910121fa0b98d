import type { RouteOptions } from 'fastify';
import type { Access } from './auth/access.ts';

export interface RouteEntry {
  method: string;
  /** Pattern as registered: `/v1/items/:itemId`. */
  url: string;
  access: Access;
  body: boolean;
}

/** Every route of the application with its access rule. A route without one stops the start. */
export class RouteTable {
  readonly #routes: RouteOptions[] = [];
  #entries: RouteEntry[] | undefined;
  #patterns: { pattern: RegExp; method: string }[] = [];

  add(route: RouteOptions): void {
    this.#routes.push(route);
  }

  /** Call when every route is registered. Throws naming a route without an access rule. */
  close(): void {
    this.#entries = [];
    for (const route of this.#routes) {
      const { access } = route.config ?? {};
      for (const method of [route.method].flat()) {
        // The CORS plugin's preflight route answers no data.
        if (access === undefined && method === 'OPTIONS') continue;
        if (access === undefined)
          throw new Error(`${method} ${route.url} has no access rule; set config.access`);
        this.#entries.push({ method, url: route.url, access, body: route.schema?.body !== undefined });
        // Pages' catch-all routes answer any path, which tells nothing about a method.
        if (!route.url.includes('*')) this.#patterns.push({ pattern: toPattern(route.url), method });
      }
    }
  }

  get entries(): readonly RouteEntry[] {
    if (this.#entries === undefined) throw new Error('the route table is still open');
    return this.#entries;
  }

  /** The methods that a path answers to; empty when there is no such path. */
  methodsFor(path: string): string[] {
    return [...new Set(this.#patterns.filter((p) => p.pattern.test(path)).map((p) => p.method))].sort();
  }
}

function toPattern(url: string): RegExp {
  const source = url
    .split('/')
    .map((part) => (part.startsWith(':') ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
    .join('/');
  return new RegExp(`^${source}/?$`);
}
