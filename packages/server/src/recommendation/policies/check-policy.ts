import { Compile } from 'typebox/compile';
import type { FieldError } from '../../errors.ts';
import { explainMismatch, noSuch } from '../../explain-failure.ts';
import { closest, didYouMean } from '../../features/closest.ts';
import { show } from '../../show.ts';
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
export function unknownWord(path: string, word: unknown, known: readonly string[]): FieldError {
  const near = typeof word === 'string' ? closest(word, known) : undefined;
  return {
    path,
    message: `must be one of ${known.join(', ')}, got ${JSON.stringify(word)?.slice(0, 80)}${didYouMean(near)}`,
    code: 'enum',
    params: { allowed: [...known], got: show(word), ...(near === undefined ? {} : { near }) },
  };
}

/** The first twenty properties that a schema does not know, each with the nearest that it does. */
export function unknownProperties(value: object, known: readonly string[], path: string): FieldError[] {
  return Object.keys(value)
    .filter((name) => !known.includes(name))
    .slice(0, 20)
    .map((name) => {
      const near = closest(name, known);
      return {
        path: `${path}/${name}`,
        message:
          near === undefined
            ? `is not known; there are ${known.join(', ')}`
            : `is not known; did you mean ${JSON.stringify(near)}?`,
        code: 'unknown',
        ...(near !== undefined && { params: { near } }),
      };
    });
}

/** What is wrong with a policy, by JSON Pointer; empty when it is fine. */
export function policyProblems(value: unknown, path: string): FieldError[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const message = `must be an object with kind, got ${JSON.stringify(value)?.slice(0, 80)}`;
    return [{ path, message, code: 'type', params: { expected: ['object'], got: show(value) } }];
  }
  const kind = 'kind' in value ? value.kind : undefined;
  if (typeof kind !== 'string' || !isKind(kind)) {
    return [unknownWord(`${path}/kind`, kind, policyKinds)];
  }
  const unknown = unknownProperties(value, Object.keys(policySchemas[kind].properties), path);
  if (unknown.length > 0) return unknown;
  if (validators.get(kind)!.Check(value)) return [];
  return explainMismatch(policySchemas[kind], value, path);
}

/** Features of a contextual policy that do not exist, and contexts that are too wide. */
export function contextProblems(policy: PolicyConfig, path: string, names: readonly string[]): FieldError[] {
  if (!isContextual(policy) || policy.features === undefined) return [];
  const problems: FieldError[] = [];
  for (const [i, term] of policy.features.entries()) {
    for (const name of term.split('*')) {
      if (names.includes(name)) continue;
      const near = closest(name, names);
      const meant = near === undefined ? '; GET /v1/features lists them' : didYouMean(near);
      problems.push({
        path: `${path}/features/${i}`,
        message: `there is no feature ${JSON.stringify(name)}${meant}`,
        code: 'noSuch',
        params: noSuch('feature', name, names),
      });
    }
  }
  const columns = withFactors(policy.kind, policy.features).length;
  if (columns > maxDimension - 3) {
    problems.push({
      path: `${path}/features`,
      message: `must be at most ${maxDimension - 3} with the factors of products, got ${columns}`,
      code: 'maxItems',
      params: { limit: maxDimension - 3, got: columns },
    });
  }
  return problems;
}

function isKind(kind: string): kind is PolicyKind {
  return validators.has(kind as PolicyKind);
}
