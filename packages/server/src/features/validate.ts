import { AppError, type FieldError } from '../errors.ts';
import { closest, didYouMean } from './closest.ts';
import type { FeatureDefinition } from './definition.ts';
import { duration, type Problem, type Rules, rulesByKind } from './rules.ts';

/** Vectors are dense and read per candidate: beyond this many columns a read is no longer a matter of microseconds. */
const maxFeatures = 500;

/**
 * Checks definitions as they come from a file, whose types nobody may have checked. Returns them as given.
 * Throws `invalid_request` whose message has a line per problem: file, feature, reason, value.
 */
export function validateFeatures(
  definitions: unknown,
  file = 'personalize.config.ts',
): readonly FeatureDefinition[] {
  const errors: FieldError[] = [];
  if (!Array.isArray(definitions)) {
    throw new AppError('invalid_request', `${file}: features must be a list, got ${show(definitions)}`);
  }
  if (definitions.length > maxFeatures) {
    throw new AppError(
      'invalid_request',
      `${file}: at most ${maxFeatures} features, got ${definitions.length}`,
    );
  }
  const names = new Map<string, number>();
  definitions.forEach((definition: unknown, i) => {
    const report = (path: string, message: string): void => {
      errors.push({ path: `/features/${i}${path}`, message: `${file}: ${label(definition, i)}: ${message}` });
    };
    if (definition === null || typeof definition !== 'object' || Array.isArray(definition)) {
      report('', `must be an object, got ${show(definition)}`);
      return;
    }
    checkName(definition as Record<string, unknown>, names, i, report);
    checkDefinition(definition as Record<string, unknown>, report);
  });
  if (errors.length > 0) {
    const lines = errors.slice(0, 20).map((error) => error.message);
    if (errors.length > 20) lines.push(`… and ${errors.length - 20} more`);
    throw new AppError('invalid_request', lines.join('\n'), { errors });
  }
  return definitions as FeatureDefinition[];
}

type Report = (path: string, message: string) => void;

function checkName(
  definition: Record<string, unknown>,
  names: Map<string, number>,
  i: number,
  report: Report,
): void {
  const { name } = definition;
  if (typeof name !== 'string' || !/^[a-z][A-Za-z0-9]{0,63}$/.test(name)) {
    report('/name', `name must be lower camel case, letters and digits, at most 64, got ${show(name)}`);
    return;
  }
  const earlier = names.get(name);
  if (earlier !== undefined) report('/name', `name is already used by feature ${earlier + 1} of the list`);
  else names.set(name, i);
}

function checkDefinition(definition: Record<string, unknown>, report: Report): void {
  const { kind } = definition;
  const rules = typeof kind === 'string' && Object.hasOwn(rulesByKind, kind) ? rulesByKind[kind] : undefined;
  if (rules === undefined) {
    const kinds = Object.keys(rulesByKind);
    const hint = typeof kind === 'string' ? closest(kind, kinds) : undefined;
    report('/kind', `kind must be one of ${kinds.join(', ')}, got ${show(kind)}${didYouMean(hint)}`);
    return;
  }
  const fields: Rules = { ...commonRules, ...rules };
  for (const field of Object.keys(definition)) {
    if (field === 'name' || field === 'kind' || Object.hasOwn(fields, field)) continue;
    const hint = closest(field, Object.keys(fields));
    report(`/${field}`, `unknown field ${show(field)} for kind ${String(kind)}${didYouMean(hint)}`);
  }
  for (const [field, rule] of Object.entries(fields)) {
    const problem = rule(definition[field], definition);
    if (problem !== undefined) report(`/${field}`, `${field} ${problem}, got ${show(definition[field])}`);
  }
}

const commonRules: Rules = {
  default: (value): Problem =>
    value === undefined || value === null || (typeof value === 'number' && Number.isFinite(value))
      ? undefined
      : 'must be a finite number or null',
  ttl: (value, definition): Problem => {
    if (value === undefined) return undefined;
    const { kind, scope } = definition;
    if (kind === 'context' || kind === 'session' || (kind === 'attribute' && scope === 'item')) {
      return `has no meaning for kind ${String(kind)} of scope ${String(scope)}; remove it`;
    }
    return duration()(value, definition);
  },
  description: (value): Problem => {
    if (value === undefined) return undefined;
    const { en, 'pt-BR': pt } = (value ?? {}) as Record<string, unknown>;
    return typeof en === 'string' && typeof pt === 'string' ? undefined : 'must have the texts en and pt-BR';
  },
};

function label(definition: unknown, i: number): string {
  const name = (definition as { name?: unknown } | null)?.name;
  return typeof name === 'string' && name !== '' ? `feature ${show(name)}` : `feature ${i + 1} of the list`;
}

function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch {
    // A value that refers to itself; its type must do.
  }
  text ??= typeof value;
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
