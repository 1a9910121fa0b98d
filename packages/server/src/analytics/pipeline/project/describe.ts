import { closest } from '../../../features/closest.ts';
import type { Templates } from '../jinja/templates.ts';
import type { ColumnDescription, ManifestNode } from '../manifest.ts';
import { ProblemError, type ProjectProblem, shown } from '../problem.ts';
import { addDraft, type Draft, emptyNode, guarded, type Project } from './draft.ts';
import { testName } from './generic-tests.ts';
import { addConfig, emptyConfig } from './model-config.ts';
import {
  type ColumnProperties,
  type ExposureProperties,
  type ModelProperties,
  type RequestedTest,
  readProperties,
  type SourceTable,
} from './properties.ts';
import type { ProjectFile } from './read-folder.ts';
import { YamlValue } from './read-yaml.ts';

/** Adds what the YAML files say: descriptions and settings of models, tests on them, sources and exposures. */
export function addDescriptions(
  project: Project,
  templates: Templates,
  files: readonly ProjectFile[],
  problems: ProjectProblem[],
): void {
  const described = new Set<string>();
  for (const { path, text } of files) {
    const found = guarded(problems, path, () => readProperties(YamlValue.parse(text)));
    if (found === undefined) continue;
    const each = <T extends { line: number }>(list: readonly T[], work: (one: T) => void): void => {
      for (const one of list) {
        guarded(problems, path, () => {
          try {
            work(one);
          } catch (error) {
            if (!(error instanceof ProblemError)) throw error;
            throw new ProblemError(error.code, error.message, error.params, error.line ?? one.line);
          }
        });
      }
    };
    const here: Here = { project, templates, path };
    each(found.sources, (source) => addSource(here, source));
    each(found.models, (model) => describeModel(here, model, described));
    each(found.exposures, (exposure) => addExposure(here, exposure));
    for (const [name, description] of found.macros) {
      const macro = project.macros.find((one) => one.name === name);
      if (macro !== undefined) macro.description = description;
    }
  }
}

interface Here {
  project: Project;
  templates: Templates;
  path: string;
}

/** Descriptions may call `doc()`. */
function text({ templates }: Here, description: string): string {
  return description.includes('{') ? templates.render(description).trim() : description;
}

function addSource(here: Here, table: SourceTable): void {
  const { project, path } = here;
  const name = `${table.source}.${table.name}`;
  const node = emptyNode({ id: `source.${project.settings.name}.${name}`, kind: 'source', name, path });
  node.line = table.line;
  node.description = text(here, table.description);
  node.tags = table.tags;
  node.freshness = table.freshness;
  node.relation = { schema: text(here, table.schema), name: table.identifier };
  addDraft(project, {
    ...{ node, config: emptyConfig(), template: null },
    thisRelation: () => null,
    lineOf: () => table.line,
  });
  addTests(here, node, name.replace('.', '_'), `source('${table.source}', '${table.name}')`, table);
}

function describeModel(here: Here, model: ModelProperties, described: Set<string>): void {
  const { project } = here;
  const draft = project.drafts.get(`model.${project.settings.name}.${model.name}`);
  if (draft === undefined) {
    const names = [...project.drafts.values()].flatMap(({ node }) =>
      node.kind === 'model' ? [node.name] : [],
    );
    const near = closest(model.name, names);
    throw new ProblemError(
      'unknownModel',
      `describes ${shown(model.name)}, but there is no such model${near === undefined ? '' : `; did you mean ${near}?`}`,
      { name: shown(model.name), near: near ?? '' },
    );
  }
  if (described.has(model.name)) {
    throw new ProblemError('duplicateName', `${model.name} is described twice`, {
      name: model.name,
      other: draft.node.path,
    });
  }
  described.add(model.name);
  draft.node.description = text(here, model.description);
  addConfig(draft.config, model.config);
  addTests(here, draft.node, model.name, `ref('${model.name}')`, model);
}

function addTests(
  here: Here,
  node: ManifestNode,
  of: string,
  expression: string,
  given: ModelProperties,
): void {
  node.columns = given.columns.map((column) => describeColumn(here, column));
  for (const test of given.tests) addTest(here, of, expression, null, test);
  for (const [i, column] of given.columns.entries()) {
    for (const test of column.tests)
      node.columns[i].tests.push(addTest(here, of, expression, column.name, test));
  }
}

function describeColumn(here: Here, column: ColumnProperties): ColumnDescription {
  const { holds } = column;
  if (holds !== null && holds !== 'customer_id' && holds !== 'anonymous_id') {
    throw new ProblemError(
      'badConfig',
      `meta.holds must be customer_id or anonymous_id, got ${shown(holds)}`,
      {
        key: 'meta.holds',
        value: shown(holds),
      },
    );
  }
  return { name: column.name, description: text(here, column.description), tests: [], holds };
}

/** A generic test is a call of its macro. Returns its id. */
function addTest(
  here: Here,
  of: string,
  expression: string,
  column: string | null,
  test: RequestedTest,
): string {
  const { project, templates, path } = here;
  if (templates.macro(`test_${test.test}`) === undefined) {
    throw new ProblemError(
      'unknownTest',
      `there is no test called ${shown(test.test)}; define it with {% test ${shown(test.test)}(model) %} in tests/generic`,
      { name: shown(test.test) },
      test.line,
    );
  }
  const name = testName(of, column, test);
  const node = emptyNode({ id: `test.${project.settings.name}.${name}`, kind: 'test', name, path });
  node.line = test.line;
  node.tags = test.tags;
  node.test = { severity: test.severity };
  node.description = `${test.test}${column === null ? '' : ` of ${column}`}`;
  const where = test.where === null ? '' : ` where ${test.where}`;
  node.source = `{{ test_${test.test}(${column ?? of}) }}`;
  const draft: Draft = {
    ...{ node, config: emptyConfig(), thisRelation: () => null, lineOf: () => test.line },
    template: () => {
      const relation = templates.render(`{{ ${expression} }}`);
      return templates.call(`test_${test.test}`, {
        model: where === '' ? relation : `(select * from ${relation}${where}) as tested`,
        ...(column === null ? {} : { column_name: column }),
        ...Object.fromEntries(
          Object.entries(test.given).map(([key, value]) => [key, argument(templates, value)]),
        ),
      });
    },
  };
  addDraft(project, draft);
  return node.id;
}

/** `ref('x')` and `{{ … }}` in arguments are called, as in dbt. */
function argument(templates: Templates, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (/^\s*(ref|source|var)\s*\([^()]*\)\s*$/.test(value)) return templates.render(`{{ ${value} }}`);
  return value.includes('{{') ? templates.render(value) : value;
}

function addExposure(here: Here, exposure: ExposureProperties): void {
  const { project, path } = here;
  const { name, label, type, owner, dependsOn } = exposure;
  const node = emptyNode({ id: `exposure.${project.settings.name}.${name}`, kind: 'exposure', name, path });
  node.line = exposure.line;
  node.description = text(here, exposure.description);
  node.tags = exposure.tags;
  node.exposure = { label, type, owner };
  node.source = JSON.stringify({ label, type, owner });
  addDraft(project, {
    ...{ node, config: emptyConfig(), thisRelation: () => null, lineOf: () => exposure.line, template: null },
    collect: (templates) => {
      for (const one of dependsOn) argument(templates, one);
    },
  });
}
