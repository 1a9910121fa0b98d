import Type, { type Static, type TSchema } from 'typebox';
import {
  commands,
  type Manifest,
  type ManifestNode,
  materializations,
  type NodeResult,
  type NodeState,
  nodeKinds,
  nodeStatuses,
  type PipelineRun,
  problemCodes,
  selectionLimits,
} from '../../analytics/pipeline/index.ts';
import { FieldErrorSchema } from '../problem.ts';
import { Nullable, Time, toTime, toTimeOrNull } from '../schemas.ts';

const oneOf = <T extends string>(values: readonly T[], description?: string) =>
  Type.Unsafe<T>({ type: 'string', enum: values, ...(description === undefined ? {} : { description }) });
const list = <T extends TSchema>(schema: T) => Type.Array(schema);
const text = () => Type.String();

const Selectors = Type.Array(Type.String({ minLength: 1, maxLength: selectionLimits.length }), {
  maxItems: selectionLimits.entries,
  description: "dbt's selectors: `customer_360`, `+tag:marts`, `path:models/staging`, `state:modified+`.",
});
const Var = Type.Union([Type.String({ maxLength: 100 }), Type.Number(), Type.Boolean()]);

export const RunBody = Type.Object(
  {
    command: Type.Optional(
      oneOf(commands, '`run` builds models, `test` checks, `build` (the default) does both in order.'),
    ),
    select: Type.Optional(Selectors),
    exclude: Type.Optional(Selectors),
    fullRefresh: Type.Optional(Type.Boolean({ description: 'Makes incremental models anew.' })),
    vars: Type.Optional(
      Type.Record(Type.String({ maxLength: 63 }), Var, {
        maxProperties: 50,
        description:
          'Values in place of those in dbt_project.yml; one word each, since they become part of SQL.',
      }),
    ),
  },
  { additionalProperties: false },
);

const Problem = Type.Object(
  {
    code: oneOf(problemCodes),
    file: Type.String({ description: "Within the project's folder." }),
    line: Nullable(Type.Integer({ minimum: 1 })),
    message: text(),
    params: Type.Record(Type.String(), Type.String(), { description: 'Names and values of the message.' }),
  },
  { title: 'PipelineProblem' },
);

const LastResult = Type.Object({
  runId: text(),
  status: oneOf(nodeStatuses),
  startedAt: Time,
  durationMs: Type.Number(),
  rows: Nullable(Type.Integer()),
  bytes: Nullable(Type.Integer()),
  failures: Nullable(Type.Integer()),
  message: text(),
  line: Nullable(Type.Integer({ description: 'Line of the compiled SQL.' })),
});

const Node = Type.Object(
  {
    id: text(),
    kind: oneOf(nodeKinds),
    name: text(),
    path: text(),
    line: Type.Integer(),
    description: text(),
    tags: list(text()),
    dependsOn: list(text()),
    columns: list(
      Type.Object({ name: text(), description: text(), tests: list(text()), holds: Nullable(text()) }),
    ),
    materialized: Nullable(oneOf(materializations)),
    relation: Nullable(Type.String({ description: 'Database and table.' })),
    severity: Nullable(oneOf(['error', 'warn'])),
    exposure: Nullable(Type.Object({ label: text(), type: text(), owner: text() })),
    source: Type.String({ description: 'SQL as written.' }),
    sql: Type.String({ description: 'SQL as it runs in full.' }),
    incrementalSql: Nullable(Type.String({ description: 'SQL of a run that adds.' })),
    modified: Type.Boolean({ description: 'Whether it differs from what was built or checked last.' }),
    last: Nullable(LastResult),
  },
  { title: 'PipelineNode' },
);

export const Graph = Type.Object(
  {
    project: text(),
    schema: Type.String({ description: 'Database of the models.' }),
    nodes: list(Node),
    macros: list(Type.Object({ name: text(), path: text(), description: text() })),
    vars: Type.Record(Type.String(), Var),
    problems: Type.Array(Problem, {
      description: 'What is wrong with the project; it cannot run until none is.',
    }),
    running: Nullable(Type.String({ description: 'The run that is under way.' })),
  },
  { title: 'Pipeline' },
);

const runFields = {
  id: Type.String({ description: "Also its job's." }),
  command: oneOf(commands),
  select: list(text()),
  exclude: list(text()),
  fullRefresh: Type.Boolean(),
  vars: Type.Record(Type.String(), Var),
  by: text(),
  state: oneOf(['running', 'done', 'failed', 'cancelled']),
  startedAt: Time,
  finishedAt: Nullable(Time),
  chosen: Type.Integer({ description: 'Nodes that it works on.' }),
  counts: Type.Record(Type.String(), Type.Integer(), { description: 'Nodes by status.' }),
  error: text(),
  errors: Type.Array(FieldErrorSchema, { description: 'The error as codes.' }),
};

export const Run = Type.Object(runFields, { title: 'PipelineRun' });

export const RunDetail = Type.Object(
  {
    ...runFields,
    nodes: list(
      Type.Object({
        id: text(),
        status: oneOf(nodeStatuses),
        startedAt: Time,
        durationMs: Type.Number(),
        rows: Nullable(Type.Integer()),
        bytes: Nullable(Type.Integer()),
        failures: Nullable(Type.Integer()),
        sample: Nullable(
          Type.Object(
            { columns: list(text()), rows: list(list(Nullable(text()))) },
            { description: 'Rows that break the test, at most 20; an erasure of a customer removes them.' },
          ),
        ),
        message: text(),
        line: Nullable(Type.Integer()),
      }),
    ),
  },
  { title: 'PipelineRunDetail' },
);

export function graphOf(
  manifest: Manifest,
  states: ReadonlyMap<string, NodeState>,
  schema: string,
  running: string | null,
): Static<typeof Graph> {
  const { project, macros, vars, problems, nodes } = manifest;
  return {
    ...{ project, schema, macros, vars, problems, running },
    nodes: nodes.map((node) => nodeOf(node, states.get(node.id))),
  };
}

function nodeOf(node: ManifestNode, state: NodeState | undefined): Static<typeof Node> {
  const { id, kind, name, path, line, description, tags, dependsOn, columns, source, sql, incrementalSql } =
    node;
  const { relation, model, test, exposure, hash } = node;
  return {
    ...{
      id,
      kind,
      name,
      path,
      line,
      description,
      tags,
      dependsOn,
      columns,
      source,
      sql,
      incrementalSql,
      exposure,
    },
    materialized: model?.materialized ?? null,
    relation: relation === null ? null : `${relation.schema}.${relation.name}`,
    severity: test?.severity ?? null,
    modified: state?.hash !== hash,
    last: state === undefined ? null : { ...resultOf(state), runId: state.runId },
  };
}

export function runOf(run: PipelineRun): Static<typeof Run> {
  const {
    id,
    command,
    select,
    exclude,
    fullRefresh,
    vars,
    by,
    state,
    chosen,
    error,
    errors = [],
    nodes,
  } = run;
  const counts: Record<string, number> = {};
  for (const { status } of nodes) counts[status] = (counts[status] ?? 0) + 1;
  return {
    ...{ id, command, select, exclude, fullRefresh, vars, by, state, chosen, counts, error, errors },
    startedAt: toTime(run.startedAt),
    finishedAt: toTimeOrNull(run.finishedAt),
  };
}

export function runDetailOf(run: PipelineRun): Static<typeof RunDetail> {
  return {
    ...runOf(run),
    nodes: run.nodes.map((node) => ({ ...resultOf(node), id: node.id, sample: node.sample })),
  };
}

function resultOf({
  status,
  startedAt,
  durationMs,
  rows,
  bytes,
  failures,
  message,
  line,
}: Omit<NodeResult, 'sample'>) {
  return { status, startedAt: toTime(startedAt), durationMs, rows, bytes, failures, message, line };
}
