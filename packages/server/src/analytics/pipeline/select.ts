import { AppError } from '../../errors.ts';
import { closest } from '../../features/closest.ts';
import type { ManifestNode } from './manifest.ts';

/** Hash of each node as it was built or checked last, by id. */
export type KnownHashes = ReadonlyMap<string, string>;

export interface Selection {
  /** dbt's selectors; empty: everything. Blanks in one text join sets, commas intersect them. */
  select: readonly string[];
  exclude: readonly string[];
}

export const selectionLimits = { entries: 50, length: 500 } as const;

/**
 * The nodes that a selection names, in the order given. `name`, `tag:x`, `path:models/staging`, `source:a.b`,
 * `resource_type:test`, `config.materialized:view`, `state:modified`, `state:new`, with `*` in names; `+` before
 * it adds all that it reads, `2+` two steps of it, after it all that reads it, `@` these and what those read.
 * Tests come with what they test unless something else that they read is left out.
 * @throws AppError `invalid_request` for a selector that makes no sense or finds nothing
 */
export function selectNodes(
  nodes: readonly ManifestNode[],
  { select, exclude }: Selection,
  known: KnownHashes,
): ManifestNode[] {
  const graph = new Graph(nodes, known);
  const wanted =
    termsOf(select).length === 0 ? new Set(nodes.map(({ id }) => id)) : union(graph, termsOf(select));
  const left = union(graph, termsOf(exclude));
  for (const id of left) wanted.delete(id);
  // Tests of what was chosen, as dbt's eager choice: one parent is enough.
  for (const node of nodes) {
    if (node.kind !== 'test' || left.has(node.id)) continue;
    if (node.dependsOn.some((id) => wanted.has(id) && graph.node(id)?.kind !== 'test')) wanted.add(node.id);
  }
  return nodes.filter(({ id }) => wanted.has(id));
}

function termsOf(given: readonly string[]): string[] {
  return given.flatMap((text) => text.trim().split(/\s+/)).filter((term) => term !== '');
}

function union(graph: Graph, terms: readonly string[]): Set<string> {
  const all = new Set<string>();
  for (const term of terms) {
    const sets = term.split(',').map((part) => graph.find(part));
    for (const id of sets[0]) if (sets.every((set) => set.has(id))) all.add(id);
  }
  return all;
}

const shape = /^(@)?(?:(\d{0,3})\+)?([^+@]+?)(?:\+(\d{0,3}))?$/;

class Graph {
  readonly #nodes: Map<string, ManifestNode>;
  readonly #children = new Map<string, string[]>();
  readonly #known: KnownHashes;

  constructor(nodes: readonly ManifestNode[], known: KnownHashes) {
    this.#nodes = new Map(nodes.map((node) => [node.id, node]));
    this.#known = known;
    for (const { id, dependsOn } of nodes) {
      for (const parent of dependsOn) this.#children.set(parent, [...(this.#children.get(parent) ?? []), id]);
    }
  }

  node(id: string): ManifestNode | undefined {
    return this.#nodes.get(id);
  }

  find(text: string): Set<string> {
    const match = shape.exec(text);
    if (match === null)
      throw bad(text, 'is not a selector; examples: customer_360, +tag:marts, path:models/marts');
    const [, at, before, method, after] = match;
    const chosen = this.#matching(method, text);
    const found = new Set(chosen);
    const parents = (id: string) => this.#nodes.get(id)?.dependsOn ?? [];
    const children = (id: string) => this.#children.get(id) ?? [];
    if (before !== undefined) walk(chosen, parents, before === '' ? Infinity : Number(before), found);
    if (after !== undefined || at !== undefined)
      walk(chosen, children, after === undefined || after === '' ? Infinity : Number(after), found);
    if (at !== undefined) walk([...found], parents, Infinity, found);
    return found;
  }

  #matching(method: string, text: string): string[] {
    const colon = method.indexOf(':');
    const kind = colon < 0 ? '' : method.slice(0, colon);
    const value = colon < 0 ? method : method.slice(colon + 1);
    const matches = globOf(value);
    const nodes = [...this.#nodes.values()];
    switch (kind) {
      case '': {
        const found = nodes.filter(
          (node) => matches(node.name) || matches(node.id) || inFolder(node, value) || inPackage(node, value),
        );
        return named(found, value, nodes);
      }
      case 'tag':
        return named(
          nodes.filter(({ tags }) => tags.some(matches)),
          text,
          [],
        );
      case 'path':
        return named(
          nodes.filter(({ path }) => matches(path) || path.startsWith(`${value.replace(/\/$/, '')}/`)),
          text,
          [],
        );
      case 'file':
        return named(
          nodes.filter(({ path }) => matches(path.slice(path.lastIndexOf('/') + 1))),
          text,
          [],
        );
      case 'source':
        return named(
          nodes.filter(
            ({ kind: of, name }) => of === 'source' && (matches(name) || matches(name.split('.')[0])),
          ),
          text,
          [],
        );
      case 'exposure':
        return named(
          nodes.filter(({ kind: of, name }) => of === 'exposure' && matches(name)),
          text,
          [],
        );
      case 'test_type': {
        const generic = value === 'generic';
        if (!generic && value !== 'singular') throw bad(text, 'test_type is generic or singular');
        return nodes.flatMap(({ kind: of, path, id }) =>
          of === 'test' && path.endsWith('.sql') !== generic ? [id] : [],
        );
      }
      case 'resource_type':
        return named(
          nodes.filter(({ kind: of }) => matches(of)),
          text,
          [],
        );
      case 'config.materialized':
        return named(
          nodes.filter(({ model }) => model !== null && matches(model.materialized)),
          text,
          [],
        );
      case 'state': {
        if (value !== 'modified' && value !== 'new') throw bad(text, 'state is modified or new');
        return nodes.flatMap(({ id, hash }) => {
          const before = this.#known.get(id);
          return before === undefined || (value === 'modified' && before !== hash) ? [id] : [];
        });
      }
    }
    throw bad(
      text,
      'known methods are tag, path, file, source, exposure, resource_type, test_type, config.materialized and state',
    );
  }
}

function walk(
  from: readonly string[],
  next: (id: string) => readonly string[],
  steps: number,
  found: Set<string>,
): void {
  let edge = [...from];
  const seen = new Set(from);
  for (let step = 0; step < steps && edge.length > 0; step++) {
    edge = edge.flatMap((id) => next(id).filter((other) => !seen.has(other) && seen.add(other)));
    for (const id of edge) found.add(id);
  }
}

function named(found: readonly ManifestNode[], text: string, nodes: readonly ManifestNode[]): string[] {
  if (found.length > 0) return found.map(({ id }) => id);
  const near = closest(
    text,
    nodes.filter(({ kind }) => kind !== 'test').map(({ name }) => name),
  );
  throw bad(text, `finds nothing${near === undefined ? '' : `; did you mean ${near}?`}`);
}

function inFolder(node: ManifestNode, value: string): boolean {
  return node.path.split('/').slice(1, -1).includes(value);
}

function inPackage(node: ManifestNode, value: string): boolean {
  const [kind, project, ...rest] = value.split('.');
  return rest.length > 0 && kind === node.kind && `${kind}.${project}.${rest.join('.')}` === node.id;
}

/** `*` stands for any letters; no other signs mean anything. */
function globOf(pattern: string): (text: string) => boolean {
  const parts = pattern.split('*');
  return (text) => {
    if (parts.length === 1) return text === pattern;
    let at = 0;
    for (const [i, part] of parts.entries()) {
      const found = i === 0 ? (text.startsWith(part) ? 0 : -1) : text.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    const last = parts[parts.length - 1];
    return last === '' || text.endsWith(last);
  };
}

function bad(text: string, reason: string): AppError {
  const message = `selector ${JSON.stringify(text.slice(0, 100))} ${reason}`;
  return new AppError('invalid_request', message, { errors: [{ path: '/select', message }] });
}
