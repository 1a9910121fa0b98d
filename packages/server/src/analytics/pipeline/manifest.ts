import type { ProjectProblem } from './problem.ts';

export const materializations = ['view', 'table', 'incremental', 'materialized_view', 'ephemeral'] as const;
export type Materialization = (typeof materializations)[number];

export const nodeKinds = ['source', 'model', 'test', 'exposure'] as const;
export type NodeKind = (typeof nodeKinds)[number];

/** A table or view in the warehouse. */
export interface Relation {
  schema: string;
  name: string;
}

export interface ColumnDescription {
  name: string;
  description: string;
  /** Ids of the tests on this column. */
  tests: string[];
  /** Whose id it holds under a name of its own, from `meta.holds`: erasures delete by it. */
  holds: 'customer_id' | 'anonymous_id' | null;
}

/** How a model is stored. */
export interface ModelConfig {
  materialized: Materialization;
  engine: string;
  orderBy: string;
  partitionBy: string | null;
  primaryKey: string | null;
  /** Columns that tell rows apart; empty: new rows are added. */
  uniqueKey: string[];
  onSchemaChange: 'ignore' | 'fail';
  /** False: full refreshes leave it as it is. Undefined: as asked. */
  fullRefresh: boolean | undefined;
}

export interface TestConfig {
  severity: 'error' | 'warn';
}

/** `count` of `period`: the age of the newest row. */
export interface FreshnessLimit {
  count: number;
  period: 'minute' | 'hour' | 'day';
}

export interface SourceFreshness {
  loadedAtField: string;
  warnAfter: FreshnessLimit | null;
  errorAfter: FreshnessLimit | null;
}

export interface ManifestNode {
  /** As in dbt: `model.personalization.customer_360`. */
  id: string;
  kind: NodeKind;
  name: string;
  /** Where it is declared, within the project's folder. */
  path: string;
  /** From 1. */
  line: number;
  description: string;
  tags: string[];
  /** Ids of what it reads. */
  dependsOn: string[];
  columns: ColumnDescription[];
  /** SQL with Jinja as written; of tests and models. */
  source: string;
  /** SQL as it runs in full; '' for sources and exposures. */
  sql: string;
  /** SQL of a run that adds to what is there; incremental models only. */
  incrementalSql: string | null;
  /** Where it is stored; null for tests, exposures and ephemeral models. */
  relation: Relation | null;
  model: ModelConfig | null;
  test: TestConfig | null;
  freshness: SourceFreshness | null;
  /** Label, type, owner of an exposure. */
  exposure: { label: string; type: string; owner: string } | null;
  /** Changes when what it would build or check changes. */
  hash: string;
}

export interface MacroDescription {
  name: string;
  path: string;
  description: string;
}

/** A compiled project. */
export interface Manifest {
  project: string;
  /** In an order in which each stands after what it reads. */
  nodes: ManifestNode[];
  macros: MacroDescription[];
  /** Variables with the values that they have unless a run says otherwise. */
  vars: Record<string, VarValue>;
  problems: ProjectProblem[];
}

/** What the compiler must know besides the folder. */
export interface CompileTarget {
  /** Database of the sources. */
  database: string;
  /** Database of the models; those with a schema of their own stand in `<schema>_<own>`. */
  schema: string;
  /** Values in place of the project's `vars`. */
  vars: Record<string, VarValue>;
}

export type VarValue = string | number | boolean;
