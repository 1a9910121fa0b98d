import { type AppError, type FieldError, refusal } from '../../errors.ts';
import { instead } from '../../explain-failure.ts';
import { show } from '../../show.ts';
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
    termsOf(select).length === 0
      ? new Set(nodes.map(({ id }) => id))
      : union(graph, termsOf(select), '/select');
  const left = union(graph, termsOf(exclude), '/exclude');
  // Tests of what was chosen, as dbt's eager choice: one parent is enough, for what is left out as well.
  for (const { kind, id, dependsOn } of nodes) {
    if (kind !== 'test') continue;
    if (dependsOn.some((parent) => wanted.has(parent))) wanted.add(id);
    if (dependsOn.some((parent) => left.has(parent))) left.add(id);
  }
  for (const id of left) wanted.delete(id);
  return nodes.filter(({ id }) => wanted.has(id));
}

function termsOf(given: readonly string[]): string[] {
  return given.flatMap((text) => text.trim().split(/\s+/)).filter((term) => term !== '');
}

function union(graph: Graph, terms: readonly string[], path: Field): Set<string> {
  const all = new Set<string>();
  for (const term of terms) {
    const sets = term.split(',').map((part) => graph.find(part, path));
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

  find(text: string, path: Field): Set<string> {
    const match = shape.exec(text);
    if (match === null) {
      const why = 'is not a selector; examples: customer_360, +tag:marts, path:models/marts';
      throw bad(text, path, 'selectorShape', why);
    }
    const [, at, before, method, after] = match;
    const chosen = this.#matching(method, text, path);
    const found = new Set(chosen);
    const parents = (id: string) => this.#nodes.get(id)?.dependsOn ?? [];
    const children = (id: string) => this.#children.get(id) ?? [];
    if (before !== undefined) walk(chosen, parents, before === '' ? Infinity : Number(before), found);
    if (after !== undefined || at !== undefined)
      walk(chosen, children, after === undefined || after === '' ? Infinity : Number(after), found);
    if (at !== undefined) walk([...found], parents, Infinity, found);
    return found;
  }

  #matching(method: string, text: string, path: Field): string[] {
    const colon = method.indexOf(':');
    const kind = colon < 0 ? '' : method.slice(0, colon);
    const value = colon < 0 ? method : method.slice(colon + 1);
    const matches = globOf(value);
    const nodes = [...this.#nodes.values()];
    /** Ids of what is found; else a refusal that names what there is to find. */
    const named = (
      found: (node: ManifestNode) => boolean,
      names: (node: ManifestNode) => string[],
    ): string[] => {
      const ids = nodes.filter(found).map(({ id }) => id);
      if (ids.length > 0) return ids;
      throw nothing(text, value, [...new Set(nodes.flatMap(names))].sort(), path);
    };
    switch (kind) {
      case '':
        return named(
          (node) => matches(node.name) || matches(node.id) || inFolder(node, value) || inPackage(node, value),
          (node) => (node.kind === 'test' ? [] : [node.name]),
        );
      case 'tag':
        return named(
          ({ tags }) => tags.some(matches),
          ({ tags }) => [...tags],
        );
      case 'path':
        return named(
          ({ path: file }) => matches(file) || file.startsWith(`${value.replace(/\/$/, '')}/`),
          ({ path: file }) => [file.slice(0, file.lastIndexOf('/'))],
        );
      case 'file':
        return named(
          ({ path: file }) => matches(fileOf(file)),
          ({ path: file }) => [fileOf(file)],
        );
      case 'source':
        return named(
          ({ kind: of, name }) => of === 'source' && (matches(name) || matches(name.split('.')[0])),
          ({ kind: of, name }) => (of === 'source' ? [name] : []),
        );
      case 'exposure':
        return named(
          ({ kind: of, name }) => of === 'exposure' && matches(name),
          ({ kind: of, name }) => (of === 'exposure' ? [name] : []),
        );
      case 'test_type': {
        const generic = oneOf(text, value, ['generic', 'singular'], path) === 'generic';
        return nodes.flatMap(({ kind: of, path: file, id }) =>
          of === 'test' && file.endsWith('.sql') !== generic ? [id] : [],
        );
      }
      case 'resource_type':
        return named(
          ({ kind: of }) => matches(of),
          ({ kind: of }) => [of],
        );
      case 'config.materialized':
        return named(
          ({ model }) => model !== null && matches(model.materialized),
          ({ model }) => (model === null ? [] : [model.materialized]),
        );
      case 'state': {
        const modified = oneOf(text, value, ['modified', 'new'], path) === 'modified';
        return nodes.flatMap(({ id, hash }) => {
          const before = this.#known.get(id);
          return before === undefined || (modified && before !== hash) ? [id] : [];
        });
      }
    }
    const why = `has an unknown method; known are ${methods.join(', ')}`;
    throw bad(text, path, 'selectorMethod', why, instead(kind, methods));
  }
}

const methods = [
  ...['tag', 'path', 'file', 'source', 'exposure', 'resource_type', 'test_type'],
  ...['config.materialized', 'state'],
];

const fileOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

function oneOf(text: string, value: string, known: readonly string[], path: Field): string {
  if (known.includes(value)) return value;
  throw bad(text, path, 'selectorValue', `must end in ${known.join(' or ')}`, { known: [...known] });
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

function nothing(text: string, value: string, names: readonly string[], path: Field): AppError {
  const params = instead(value, names);
  const { near, known } = params;
  const others = Array.isArray(known) && known.length < names.length ? ', …' : '';
  const there = Array.isArray(known) ? `; there are ${known.join(', ')}${others}` : '';
  const meant = near === undefined ? there : `; did you mean ${near}?`;
  return bad(text, path, 'selectorNothing', `finds nothing${meant}`, params);
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

/** Where the selector stands in the request. */
type Field = '/select' | '/exclude';

function bad(
  text: string,
  path: Field,
  code: string,
  why: string,
  params: FieldError['params'] = {},
): AppError {
  const message = `selector ${JSON.stringify(text.slice(0, 100))} ${why}`;
  return refusal('invalid_request', code, message, { ...params, got: show(text) }, { path });
}
