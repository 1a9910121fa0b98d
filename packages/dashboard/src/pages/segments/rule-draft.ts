/** What the builder edits: the rule as a tree whose comparisons may still be incomplete. */
export type DraftNode = DraftGroup | DraftComparison;

export interface DraftGroup {
  kind: 'group';
  id: string;
  negated: boolean;
  join: 'and' | 'or';
  parts: DraftNode[];
}

export type SubjectKind = 'attribute' | 'feature' | 'affinity';
export type ValueType = 'text' | 'number' | 'boolean';
export type Operator =
  | 'eq'
  | 'ne'
  | 'gt'
  | 'gte'
  | 'lt'
  | 'lte'
  | 'between'
  | 'in'
  | 'notIn'
  | 'contains'
  | 'exists'
  | 'missing';

export interface DraftComparison {
  kind: 'comparison';
  id: string;
  negated: boolean;
  subject: SubjectKind;
  /** Of the attribute or feature; of an affinity the item attribute. */
  name: string;
  /** An affinity's value: of which brand, category… */
  of: string;
  type: ValueType;
  op: Operator;
  /** As typed: one, two for `between`, any number for `in` and `notIn`. Shares of affinities in percent. */
  values: string[];
}

export type Rule = Record<string, unknown>;

let made = 0;
const newId = () => `part-${made++}`;

export function emptyGroup(): DraftGroup {
  return { kind: 'group', id: newId(), negated: false, join: 'and', parts: [emptyComparison()] };
}

export function emptyComparison(): DraftComparison {
  const blank = { name: '', of: '', type: 'text', op: 'eq', values: [''] } as const;
  return { kind: 'comparison', id: newId(), negated: false, subject: 'attribute', ...blank, values: [''] };
}

const numberOperators: readonly Operator[] = ['gte', 'lte', 'gt', 'lt', 'between', 'eq', 'ne', 'in', 'notIn'];

/** The operators that make sense, the usual one first. */
export function operatorsOf({ subject, type }: Pick<DraftComparison, 'subject' | 'type'>): Operator[] {
  if (subject === 'affinity') return ['gte', 'lte', 'gt', 'lt', 'between'];
  if (subject === 'feature' || type === 'number') return [...numberOperators, 'exists', 'missing'];
  if (type === 'boolean') return ['eq', 'exists', 'missing'];
  return ['eq', 'ne', 'in', 'notIn', 'contains', 'exists', 'missing'];
}

/** How many fields an operator needs; `many` for a list. */
export function valuesOf(op: Operator): 0 | 1 | 2 | 'many' {
  if (op === 'exists' || op === 'missing') return 0;
  if (op === 'between') return 2;
  return op === 'in' || op === 'notIn' ? 'many' : 1;
}

/** The comparison with another subject or operator: what no longer fits is emptied. */
export function changeComparison(
  before: DraftComparison,
  change: Partial<Omit<DraftComparison, 'kind' | 'id'>>,
): DraftComparison {
  const next = { ...before, ...change };
  const operators = operatorsOf(next);
  const sameKind = next.subject === before.subject && next.type === before.type;
  if (!sameKind || !operators.includes(next.op)) next.op = operators[0];
  const count = valuesOf(next.op);
  const kept = sameKind ? next.values : [];
  next.values =
    count === 'many'
      ? kept.filter((value) => value !== '')
      : Array.from({ length: count }, (_, i) => kept[i] ?? '');
  return next;
}

/** From a stored rule; whatever the server accepts can be edited. */
export function draftOf(rule: Rule): DraftNode {
  if (Array.isArray(rule.and) || Array.isArray(rule.or)) {
    const join = Array.isArray(rule.and) ? 'and' : 'or';
    const parts = (rule[join] as Rule[]).map(draftOf);
    return { kind: 'group', id: newId(), negated: false, join, parts };
  }
  if (typeof rule.not === 'object' && rule.not !== null) {
    const inner = draftOf(rule.not as Rule);
    if (!inner.negated) return { ...inner, negated: true };
    return { kind: 'group', id: newId(), negated: true, join: 'and', parts: [inner] };
  }
  const subject: SubjectKind = 'attribute' in rule ? 'attribute' : 'feature' in rule ? 'feature' : 'affinity';
  const raw = rule.op === 'between' ? [rule.min, rule.max] : ((rule.values as unknown[]) ?? [rule.value]);
  const op = (rule.op === 'exists' && rule.value === false ? 'missing' : rule.op) as Operator;
  const sample = op === 'exists' || op === 'missing' ? undefined : raw[0];
  const type = typeof sample === 'number' ? 'number' : typeof sample === 'boolean' ? 'boolean' : 'text';
  return {
    kind: 'comparison',
    id: newId(),
    negated: false,
    subject,
    name: String(rule[subject]),
    of: subject === 'affinity' ? String(rule.of) : '',
    type,
    op,
    values: valuesOf(op) === 0 ? [] : raw.map((value) => written(value, subject)),
  };
}

/** A group at the top, so that parts can be added. */
export function rootOf(rule: Rule): DraftGroup {
  const node = draftOf(rule);
  if (node.kind === 'group') return node;
  return { kind: 'group', id: newId(), negated: false, join: 'and', parts: [node] };
}

/** The rule; undefined while some comparison is incomplete. */
export function ruleOf(node: DraftNode): Rule | undefined {
  const rule = node.kind === 'group' ? ruleOfGroup(node) : ruleOfComparison(node);
  return rule !== undefined && node.negated ? { not: rule } : rule;
}

function ruleOfGroup({ join, parts }: DraftGroup): Rule | undefined {
  const rules = parts.map(ruleOf);
  if (rules.length === 0 || rules.includes(undefined)) return undefined;
  return { [join]: rules };
}

function ruleOfComparison(draft: DraftComparison): Rule | undefined {
  const { subject, name, of, op } = draft;
  if (name === '' || (subject === 'affinity' && of === '')) return undefined;
  const about = subject === 'affinity' ? { affinity: name, of } : { [subject]: name };
  if (op === 'exists') return { ...about, op };
  if (op === 'missing') return { ...about, op: 'exists', value: false };
  const values = draft.values.map((value) => read(value, draft));
  if (values.length === 0 || values.includes(undefined)) return undefined;
  if (op === 'between') return { ...about, op, min: values[0], max: values[1] };
  if (op === 'in' || op === 'notIn') return { ...about, op, values };
  return { ...about, op, value: values[0] };
}

function written(value: unknown, subject: SubjectKind): string {
  // Shares have at most ten decimals here: 0.07 is 7 percent, not 7.000000000000001.
  return subject === 'affinity' ? String(Number((Number(value) * 100).toFixed(10))) : String(value);
}

function read(text: string, { subject, type }: DraftComparison): string | number | boolean | undefined {
  if (text === '') return undefined;
  if (subject === 'attribute' && type === 'text') return text;
  if (subject === 'attribute' && type === 'boolean') return text === 'true';
  const value = Number(text);
  if (!Number.isFinite(value)) return undefined;
  return subject === 'affinity' ? Number((value / 100).toFixed(12)) : value;
}

/** The tree with one node replaced, or removed when nothing is given. */
export function replaceNode(root: DraftGroup, id: string, next: DraftNode | undefined): DraftGroup {
  const parts = root.parts.flatMap((part): DraftNode[] => {
    if (part.id === id) return next === undefined ? [] : [next];
    return [part.kind === 'group' ? replaceNode(part, id, next) : part];
  });
  return { ...root, parts };
}
