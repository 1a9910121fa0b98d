import { TemplateObject } from '../jinja/sandbox.ts';
import type { Templates } from '../jinja/templates.ts';
import type { CompileTarget, MacroDescription, ManifestNode, Relation } from '../manifest.ts';
import { ProblemError, type ProjectProblem } from '../problem.ts';
import { isEnabled, type RawConfig } from './model-config.ts';
import type { ProjectSettings } from './settings.ts';

/** A node on its way: what it will be, and how its SQL is made. */
export interface Draft {
  node: ManifestNode;
  config: RawConfig;
  /** Renders its SQL; null for what has none. */
  template: ((templates: Templates) => string) | null;
  /** What else it reads, for nodes without SQL. */
  collect?: (templates: Templates) => void;
  /** What templates call `this`. */
  thisRelation(): TemplateObject | null;
  /** Line of its file for a line of its template. */
  lineOf(line: number | null): number | null;
}

export interface Project {
  settings: ProjectSettings;
  /** By id. */
  drafts: Map<string, Draft>;
  macros: MacroDescription[];
  /** Texts of `{% docs name %}` blocks. */
  docs: Map<string, string>;
}

/** What the functions of templates work on, changing from template to template. */
export interface Scope {
  target: CompileTarget;
  project: Project | undefined;
  /** The node whose template runs. */
  current: Draft | undefined;
  /** Reading what it needs; its SQL in full; its SQL of a run that adds. */
  pass: 'parse' | 'full' | 'incremental';
  /** SQL of the nodes that are done, by id. */
  compiled: Map<string, string>;
}

/** Runs `work`; what is wrong becomes a problem of the file. */
export function guarded<T>(problems: ProjectProblem[], path: string, work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    problems.push(error.at(path));
    return undefined;
  }
}

export function addDraft(project: Project, draft: Draft): void {
  const { id, name, kind, path } = draft.node;
  const taken = project.drafts.get(id);
  if (taken !== undefined) {
    throw new ProblemError(
      'duplicateName',
      `${name} is declared twice: here and in ${taken.node.path}; names of models and tests must differ`,
      { name, other: taken.node.path },
      kind === 'model' ? null : draft.node.line,
    );
  }
  if (path !== '') project.drafts.set(id, draft);
}

export function emptyNode(given: Pick<ManifestNode, 'id' | 'kind' | 'name' | 'path'>): ManifestNode {
  return {
    ...given,
    ...{ line: 1, description: '', tags: [], dependsOn: [], columns: [], source: '', sql: '', hash: '' },
    ...{ incrementalSql: null, relation: null, model: null, test: null, freshness: null, exposure: null },
  };
}

export function relationObject({ schema, name }: Relation): TemplateObject {
  const text = `\`${schema}\`.\`${name}\``;
  return new TemplateObject(name, {
    ...{ text, name, identifier: name, table: name, schema, database: '', is_table: true },
    render: () => text,
  });
}

/** Takes out what `enabled: false` switched off. */
export function dropDisabled(project: Project): void {
  for (const [id, { config }] of project.drafts) if (!isEnabled(config)) project.drafts.delete(id);
}
