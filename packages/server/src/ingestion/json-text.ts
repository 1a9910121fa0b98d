export interface JsonProblem {
  kind: 'depth' | 'text' | 'number';
  /** JSON Pointer (RFC 6901). */
  path: string;
  detail: string;
}

/**
 * Checks that a parsed JSON value can be stored faithfully anywhere: texts and keys without NUL and lone
 * surrogates, finite numbers (`1e999` parses to infinity), no key `__proto__`, and at most `maxDepth` levels of
 * objects and arrays. Adds to `size.units` at least the characters of its compact JSON before escaping.
 * Undefined when it is fine.
 */
export function checkJson(
  value: unknown,
  maxDepth: number,
  size: { units: number },
): JsonProblem | undefined {
  if (typeof value === 'string') {
    size.units += value.length + 2;
    const bad = storable(value);
    return bad === undefined ? undefined : { kind: 'text', path: '', detail: bad };
  }
  if (typeof value === 'number') {
    size.units += 24;
    if (Number.isFinite(value)) return undefined;
    return { kind: 'number', path: '', detail: 'must be a finite number below 1.8e308' };
  }
  size.units += 5;
  if (typeof value !== 'object' || value === null) return undefined;
  if (maxDepth === 0) return { kind: 'depth', path: '', detail: 'is nested too deeply' };
  if (Array.isArray(value)) {
    size.units += value.length;
    for (let i = 0; i < value.length; i++) {
      const problem = checkJson(value[i], maxDepth - 1, size);
      if (problem !== undefined) return { ...problem, path: `/${i}${problem.path}` };
    }
    return undefined;
  }
  const object = value as Record<string, unknown>;
  for (const key in object) {
    size.units += key.length + 4;
    const bad = key === '__proto__' ? 'is a name that no field may have' : storable(key);
    if (bad !== undefined) return { kind: 'text', path: `/${escapePointer(key)}`, detail: bad };
    const problem = checkJson(object[key], maxDepth - 1, size);
    if (problem !== undefined) return { ...problem, path: `/${escapePointer(key)}${problem.path}` };
  }
  return undefined;
}

function storable(text: string): string | undefined {
  if (!text.isWellFormed()) return 'must not contain a lone surrogate';
  return text.includes('\u0000') ? 'must not contain NUL' : undefined;
}

/** One token of a JSON Pointer (RFC 6901), safe to send back. */
export function escapePointer(key: string): string {
  const short = key.length <= 64 ? key : `${key.slice(0, 63)}…`;
  return short.toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1');
}
