import { Compile } from 'typebox/compile';
import type { FieldError } from '../../errors.ts';
import { closest } from '../../features/closest.ts';
import {
  isContextual,
  maxDimension,
  type PolicyConfig,
  type PolicyKind,
  policyKinds,
  policySchemas,
  withFactors,
} from './policy-config.ts';

const validators = new Map(policyKinds.map((kind) => [kind, Compile(policySchemas[kind])]));

/** `must be …, got "x"; did you mean "y"?` for a word that is none of the known. */
export function unknownWord(word: unknown, known: readonly string[]): string {
  const near = typeof word === 'string' ? closest(word, known) : undefined;
  const meant = near === undefined ? '' : `; did you mean ${JSON.stringify(near)}?`;
  return `must be one of ${known.join(', ')}, got ${JSON.stringify(word)?.slice(0, 80)}${meant}`;
}

/** Names of properties that a schema does not know, each with the nearest that it does. */
export function unknownProperties(value: object, known: readonly string[], path: string): FieldError[] {
  return Object.keys(value)
    .filter((name) => !known.includes(name))
    .map((name) => {
      const near = closest(name, known);
      return {
        path: `${path}/${name}`,
        message:
          near === undefined
            ? `is not known; there are ${known.join(', ')}`
            : `is not known; did you mean ${JSON.stringify(near)}?`,
      };
    });
}

/** What is wrong with a policy, by JSON Pointer; empty when it is fine. */
export function policyProblems(value: unknown, path: string): FieldError[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [{ path, message: `must be an object with kind, got ${JSON.stringify(value)?.slice(0, 80)}` }];
  }
  const kind = 'kind' in value ? value.kind : undefined;
  if (typeof kind !== 'string' || !isKind(kind)) {
    return [{ path: `${path}/kind`, message: unknownWord(kind, policyKinds) }];
  }
  const unknown = unknownProperties(value, Object.keys(policySchemas[kind].properties), path);
  if (unknown.length > 0) return unknown;
  const validator = validators.get(kind)!;
  if (validator.Check(value)) return [];
  return validator.Errors(value).map((error) => ({
    path: path + (error.keyword === 'required' ? '' : error.instancePath),
    message: withValue(error.message, valueAt(value, error.instancePath)),
  }));
}

/** Features of a contextual policy that do not exist, and contexts that are too wide. */
export function contextProblems(policy: PolicyConfig, path: string, names: readonly string[]): FieldError[] {
  if (!isContextual(policy) || policy.features === undefined) return [];
  const problems: FieldError[] = [];
  for (const [i, term] of policy.features.entries()) {
    for (const name of term.split('*')) {
      if (names.includes(name)) continue;
      const near = closest(name, names);
      const meant =
        near === undefined ? '; GET /v1/features lists them' : `; did you mean ${JSON.stringify(near)}?`;
      problems.push({
        path: `${path}/features/${i}`,
        message: `there is no feature ${JSON.stringify(name)}${meant}`,
      });
    }
  }
  const columns = withFactors(policy.kind, policy.features).length;
  if (columns > maxDimension - 3) {
    problems.push({
      path: `${path}/features`,
      message: `must be at most ${maxDimension - 3} with the factors of products, got ${columns}`,
    });
  }
  return problems;
}

function isKind(kind: string): kind is PolicyKind {
  return validators.has(kind as PolicyKind);
}

/** The value that a pointer names, for messages. */
function valueAt(value: unknown, pointer: string): unknown {
  let at: unknown = value;
  for (const part of pointer.split('/').slice(1)) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Record<string, unknown>)[part];
  }
  return at;
}

function withValue(message: string, value: unknown): string {
  return value === null || typeof value === 'object' || value === undefined
    ? message
    : `${message}, got ${JSON.stringify(value).slice(0, 80)}`;
}
