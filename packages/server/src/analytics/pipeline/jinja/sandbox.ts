import nunjucks from 'nunjucks';
import { shown } from '../problem.ts';

/**
 * What a template may read of a value: the entries of lists and plain maps, and the methods below, which are
 * those of Python that SQL macros use. Nothing of JavaScript's own objects: from any of their methods a template
 * would reach the constructor of functions, and with it the process.
 */
const textMethods: Record<string, (text: string, ...given: unknown[]) => unknown> = {
  upper: (text) => text.toUpperCase(),
  lower: (text) => text.toLowerCase(),
  strip: (text) => text.trim(),
  lstrip: (text) => text.trimStart(),
  rstrip: (text) => text.trimEnd(),
  title: (text) => text.replace(/\p{L}+/gu, (word) => word[0].toUpperCase() + word.slice(1).toLowerCase()),
  replace: (text, from, to) => bounded(text.split(String(from)).join(String(to))),
  split: (text, by) => (by === undefined ? text.trim().split(/\s+/) : text.split(String(by))),
  startswith: (text, start) => text.startsWith(String(start)),
  endswith: (text, end) => text.endsWith(String(end)),
  join: (text, list) => bounded(listOf(list).map(String).join(text)),
};

const listMethods: Record<string, (list: unknown[], ...given: unknown[]) => unknown> = {
  append: (list, value) => {
    if (list.length >= maxRange) throw new Error(`a list may have ${maxRange} entries at most`);
    list.push(value);
    return '';
  },
  extend: (list, more) => {
    const added = listOf(more);
    if (list.length + added.length > maxRange) throw new Error(`a list may have ${maxRange} entries at most`);
    list.push(...added);
    return '';
  },
  index: (list, value) => list.indexOf(value),
  count: (list, value) => list.filter((entry) => entry === value).length,
};

const mapMethods: Record<string, (map: Record<string, unknown>, ...given: unknown[]) => unknown> = {
  items: (map) => Object.entries(map),
  keys: (map) => Object.keys(map),
  values: (map) => Object.values(map),
  get: (map, key, fallback = null) => (Object.hasOwn(map, String(key)) ? map[String(key)] : fallback),
  update: (map, more) => {
    for (const [key, value] of Object.entries(more as Record<string, unknown>)) {
      if (key !== '__proto__') map[key] = value;
    }
    return '';
  },
};

/** Entries of a list that a template makes, and numbers of a range. */
export const maxRange = 10_000;
const maxText = 1_000_000;

/** What templates may call on an object that is handed to them, such as `adapter`. */
export class TemplateObject {
  readonly name: string;
  readonly members: Readonly<Record<string, unknown>>;

  constructor(name: string, members: Readonly<Record<string, unknown>>) {
    this.name = name;
    this.members = members;
  }

  /** How it appears in SQL. */
  toString(): string {
    return String(this.members.text ?? this.name);
  }
}

interface Names {
  ctx: Record<string, unknown>;
  env: { globals: Record<string, unknown> };
}

interface Runtime {
  contextOrFrameLookup(
    this: void,
    context: Names,
    frame: { lookup(name: string): unknown },
    name: string,
  ): unknown;
  memberLookup(this: void, object: unknown, key: unknown): unknown;
  callWrap(this: void, callee: unknown, name: string, context: unknown, given: unknown[]): unknown;
}

/** The library's compiled templates call these for each name, each `a.b` and each `f()`. */
function confine(runtime: Runtime): void {
  runtime.contextOrFrameLookup = (context, frame, name) => {
    const own = frame.lookup(name);
    if (own !== undefined) return own;
    const { ctx, env } = context;
    return Object.hasOwn(ctx, name) ? ctx[name] : env.globals[name];
  };
  runtime.memberLookup = (object, key) => member(object, key);
  runtime.callWrap = (callee, name, _context, given) => {
    if (typeof callee !== 'function') throw new Error(`${shown(name)} is not defined, or cannot be called`);
    return callee(...given);
  };
}

function member(object: unknown, key: unknown): unknown {
  const name = String(key);
  if (object === undefined || object === null) {
    throw new Error(`${shown(name)} cannot be read of what is not defined`);
  }
  if (object instanceof TemplateObject) {
    if (Object.hasOwn(object.members, name)) return object.members[name];
    throw new Error(`${object.name}.${shown(name)} is not supported here`);
  }
  if (typeof object === 'string') return methodOf(textMethods, object, name) ?? object.at(wholeOf(name));
  if (Array.isArray(object)) {
    if (name === 'length') return object.length;
    return methodOf(listMethods, object, name) ?? object.at(wholeOf(name));
  }
  if (typeof object === 'object' && isPlain(object)) {
    const map = object as Record<string, unknown>;
    if (Object.hasOwn(map, name)) return map[name];
    return methodOf(mapMethods, map, name);
  }
  // Among them macros and functions: nothing of theirs is for templates.
  throw new Error(`${shown(name)} cannot be read of ${typeof object === 'object' ? 'this' : typeof object}`);
}

function methodOf<T>(
  methods: Record<string, (self: T, ...given: unknown[]) => unknown>,
  self: T,
  name: string,
): ((...given: unknown[]) => unknown) | undefined {
  if (!Object.hasOwn(methods, name)) return undefined;
  return (...given) => methods[name](self, ...given);
}

function isPlain(object: object): boolean {
  const prototype = Object.getPrototypeOf(object);
  // Loops' own maps and keyword arguments come from elsewhere than literals, but are as plain.
  return prototype === null || prototype === Object.prototype;
}

function wholeOf(name: string): number {
  const index = Number(name);
  return Number.isInteger(index) ? index : Number.MAX_SAFE_INTEGER;
}

function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value === 'string') return [...value];
  throw new Error(`expected a list, got ${shown(value)}`);
}

function bounded(text: string): string {
  if (text.length > maxText) throw new Error(`a text may have ${maxText} characters at most`);
  return text;
}

confine((nunjucks as unknown as { runtime: Runtime }).runtime);

/** `{% do list.append(x) %}`: an expression for what it does. */
class DoExtension {
  tags = ['do'];

  parse(
    parser: {
      nextToken(): { value: unknown };
      parseSignature(a: null, b: boolean): unknown;
      advanceAfterBlockEnd(name: unknown): void;
    },
    nodes: { CallExtension: new (ext: unknown, method: string, given: unknown) => unknown },
  ): unknown {
    const tag = parser.nextToken();
    const given = parser.parseSignature(null, true);
    parser.advanceAfterBlockEnd(tag.value);
    return new nodes.CallExtension(this, 'run', given);
  }

  run(): string {
    return '';
  }
}

/** Filters of the library that dbt projects use; the others would hand out more than text and lists. */
const filters = [
  ...['abs', 'batch', 'capitalize', 'default', 'first', 'float', 'int', 'join', 'last', 'length', 'list'],
  ...[
    'lower',
    'max',
    'min',
    'replace',
    'reverse',
    'round',
    'slice',
    'sort',
    'string',
    'sum',
    'title',
    'trim',
  ],
  ...['truncate', 'upper', 'd', 'indent', 'unique'],
];

/** An environment without files, without escaping and without anything that could leave the template. */
export function createSandbox(globals: Readonly<Record<string, unknown>>): nunjucks.Environment {
  const environment = new nunjucks.Environment(null, { autoescape: false, throwOnUndefined: true });
  const inner = environment as unknown as {
    filters: Record<string, unknown>;
    globals: Record<string, unknown>;
  };
  const kept = filters.flatMap((name) =>
    inner.filters[name] === undefined ? [] : [[name, inner.filters[name]] as const],
  );
  inner.filters = Object.assign(Object.create(null), Object.fromEntries(kept));
  environment.addFilter('tojson', (value: unknown) => JSON.stringify(value));
  environment.addFilter('as_bool', (value: unknown) => String(value).toLowerCase() === 'true');
  environment.addFilter('as_number', Number);
  environment.addFilter('as_native', (value: unknown) => value);
  environment.addFilter('as_text', String);
  environment.addExtension('DoExtension', new DoExtension() as never);
  inner.globals = Object.assign(Object.create(null), {
    range: rangeOf,
    True: true,
    False: false,
    None: null,
    ...globals,
  });
  return environment;
}

function rangeOf(...given: number[]): number[] {
  const [start, stop, step] = given.length === 1 ? [0, given[0], 1] : [given[0], given[1], given[2] ?? 1];
  const size = Math.ceil((stop - start) / step);
  if (!(size <= maxRange)) throw new Error(`range may have ${maxRange} numbers at most`);
  return Array.from({ length: Math.max(0, size) }, (_, i) => start + i * step);
}
