import { createHash } from 'node:crypto';
import { Templates } from '../jinja/templates.ts';
import type { CompileTarget, Manifest, ManifestNode } from '../manifest.ts';
import { ProblemError, type ProjectProblem } from '../problem.ts';
import { collectProject } from './collect.ts';
import { type Draft, dropDisabled, type Project, type Scope } from './draft.ts';
import { functionsOf, objectsOf } from './functions.ts';
import { inOrder } from './graph.ts';
import type { ProjectFile } from './read-folder.ts';
import { bareSql } from './statements.ts';

/**
 * Compiles a project: every model and test to SQL, in the order in which they can run. What is wrong with one
 * file is a problem of that file; the others are compiled all the same.
 */
export function compileProject(files: readonly ProjectFile[], target: CompileTarget): Manifest {
  const problems: ProjectProblem[] = [];
  const scope: Scope = { target, project: undefined, current: undefined, pass: 'parse', compiled: new Map() };
  const templates = new Templates(functionsOf(scope));
  for (const [name, object] of Object.entries(objectsOf(scope, (macro) => templates.macro(macro))))
    templates.set(name, object);
  const project = collectProject(files, target, templates, scope, problems);
  if (project === undefined) return { project: '', nodes: [], macros: [], vars: {}, problems };
  scope.project = project;

  for (const draft of project.drafts.values())
    attempt(problems, draft, () => render(templates, scope, draft, 'parse'));
  dropDisabled(project);
  const drafts = [...project.drafts.values()];
  const { order, cycles } = inOrder(
    drafts.map(({ node }) => node.id),
    (id) => project.drafts.get(id)?.node.dependsOn ?? [],
  );
  for (const cycle of cycles) problems.push(cycleProblem(cycle, project));

  const broken = new Set(problems.map(({ file }) => file));
  const nodes: ManifestNode[] = [];
  for (const id of order) {
    const draft = project.drafts.get(id);
    if (draft === undefined) continue;
    const good = attempt(problems, draft, () => compileNode(templates, scope, draft));
    if (good && !(draft.template !== null && broken.has(draft.node.path))) nodes.push(draft.node);
  }
  const { name, vars: declared } = project.settings;
  const vars = Object.fromEntries(
    Object.entries(declared).map(([key, value]) => [key, target.vars[key] ?? value]),
  );
  return { project: name, nodes, macros: project.macros, vars, problems: sorted(problems) };
}

function compileNode(templates: Templates, scope: Scope, draft: Draft): void {
  const { node } = draft;
  if (draft.template !== null) {
    node.sql = checked(render(templates, scope, draft, 'full'), node);
    if (node.model?.materialized === 'incremental') {
      node.incrementalSql = checked(render(templates, scope, draft, 'incremental'), node);
    }
    scope.compiled.set(node.id, node.sql);
  }
  const { sql, incrementalSql, relation, model, test, freshness, kind, source } = node;
  // The source counts for what compiles to nothing of its own; its SQL holds what macros and variables made.
  const content = [kind, sql, incrementalSql, relation, model, test, freshness, sql === '' ? source : ''];
  node.hash = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32);
}

function render(templates: Templates, scope: Scope, draft: Draft, pass: Scope['pass']): string {
  scope.current = draft;
  scope.pass = pass;
  templates.set('execute', pass !== 'parse');
  templates.set('this', draft.thisRelation());
  try {
    if (draft.template !== null) return draft.template(templates);
    if (pass === 'parse') draft.collect?.(templates);
    return '';
  } finally {
    scope.current = undefined;
  }
}

/** One SELECT: what follows a semicolon would run as a statement of its own. */
function checked(text: string, node: ManifestNode): string {
  const sql = text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trim();
  const bare = bareSql(sql).trim();
  if (bare === '') throw new ProblemError('emptyModel', `${node.name} has no SQL`, { name: node.name });
  const at = bare.indexOf(';');
  if (at >= 0) {
    throw new ProblemError('severalStatements', `${node.name} must be one SELECT without a semicolon`, {
      name: node.name,
    });
  }
  return sql;
}

function attempt(problems: ProjectProblem[], draft: Draft, work: () => void): boolean {
  const key = (problem: ProjectProblem) => `${problem.file}:${problem.line}:${problem.code}`;
  try {
    work();
    return true;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const problem = error.at(draft.node.path, draft.lineOf(error.line));
    if (!problems.some((known) => key(known) === key(problem))) problems.push(problem);
    return false;
  }
}

function cycleProblem(cycle: readonly string[], project: Project): ProjectProblem {
  const nodes = cycle.map((id) => project.drafts.get(id)?.node);
  const path = nodes.map((node) => node?.name ?? '').join(' → ');
  return {
    code: 'cycle',
    file: nodes[0]?.path ?? '',
    line: null,
    message: `models read each other in a circle: ${path}`,
    params: { path },
  };
}

function sorted(problems: ProjectProblem[]): ProjectProblem[] {
  return problems.sort((a, b) =>
    a.file === b.file ? (a.line ?? 0) - (b.line ?? 0) : a.file < b.file ? -1 : 1,
  );
}
