import { lineAt, type Templates } from '../jinja/templates.ts';
import type { CompileTarget, ManifestNode } from '../manifest.ts';
import { ProblemError, type ProjectProblem, shown } from '../problem.ts';
import { addDescriptions } from './describe.ts';
import { addDraft, emptyNode, guarded, type Project, relationObject, type Scope } from './draft.ts';
import { builtInTests } from './generic-tests.ts';
import { addConfig, emptyConfig, modelConfigOf, placeOf, type RawConfig } from './model-config.ts';
import type { ProjectFile } from './read-folder.ts';
import { namePattern, readSettings } from './settings.ts';

/** Everything that the files declare, nothing rendered yet. Undefined when dbt_project.yml itself is wrong. */
export function collectProject(
  files: readonly ProjectFile[],
  target: CompileTarget,
  templates: Templates,
  scope: Scope,
  problems: ProjectProblem[],
): Project | undefined {
  const settings = guarded(problems, 'dbt_project.yml', () =>
    readSettings(files.find(({ path }) => path === 'dbt_project.yml')?.text ?? ''),
  );
  if (settings === undefined) return undefined;
  const project: Project = { settings, drafts: new Map(), macros: [], docs: new Map() };
  scope.project = project;
  templates.set('target', {
    ...{ name: 'embedded', type: 'clickhouse', schema: target.schema, database: '', threads: 1 },
  });
  templates.define(builtInTests);
  const under = (folders: readonly string[], path: string) =>
    folders.some((folder) => path.startsWith(`${folder}/`));
  const generic = settings.testPaths.map((folder) => `${folder}/generic`);
  const sql = files.filter(({ path }) => path.endsWith('.sql'));

  for (const { path, text } of sql) {
    if (!under(settings.macroPaths, path) && !under(generic, path)) continue;
    guarded(problems, path, () => {
      for (const { name } of templates.define(text)) project.macros.push({ name, path, description: '' });
    });
  }
  for (const { path, text } of files) {
    if (path.endsWith('.md') && under(settings.modelPaths, path))
      readDocs(project.docs, path, text, problems);
  }
  for (const file of sql) {
    if (under(settings.modelPaths, file.path))
      guarded(problems, file.path, () => addModel(project, target, file));
    else if (under(settings.testPaths, file.path) && !under(generic, file.path))
      guarded(problems, file.path, () => addSingularTest(project, file));
  }
  const yaml = files.filter(
    ({ path }) =>
      /\.ya?ml$/.test(path) &&
      under([...settings.modelPaths, ...settings.testPaths, ...settings.macroPaths], path),
  );
  addDescriptions(project, templates, yaml, problems);
  return project;
}

function addModel(project: Project, target: CompileTarget, { path, text }: ProjectFile): void {
  const name = nameOf(path);
  const { settings } = project;
  const config = emptyConfig();
  const folders = path.split('/').slice(1, -1);
  for (const setting of settings.models) {
    if (setting.path.every((folder, i) => folders[i] === folder || (i === folders.length && folder === name)))
      addConfig(config, { [setting.key]: setting.value });
  }
  const node = emptyNode({ id: `model.${settings.name}.${name}`, kind: 'model', name, path });
  node.source = text;
  addDraft(project, {
    node,
    config,
    template: (templates) => {
      const sql = templates.render(text);
      if (node.model === null) finishModel(node, config, target);
      return sql;
    },
    thisRelation: () => relationObject(node.relation ?? { schema: target.schema, name }),
    lineOf: (line) => line,
  });
}

/** What a model's settings come to, once its own `config()` was read. */
function finishModel(node: ManifestNode, config: RawConfig, target: CompileTarget): void {
  const { schema, alias } = placeOf(config, node.name);
  node.model = modelConfigOf(config);
  node.tags = [...new Set(config.tags)];
  node.relation =
    node.model.materialized === 'ephemeral'
      ? null
      : { schema: schema === null ? target.schema : `${target.schema}_${schema}`, name: alias };
}

function addSingularTest(project: Project, { path, text }: ProjectFile): void {
  const name = nameOf(path);
  const node = emptyNode({ id: `test.${project.settings.name}.${name}`, kind: 'test', name, path });
  node.source = text;
  node.test = { severity: 'error' };
  const comment = /^\s*((--[^\n]*\n)+)/.exec(text)?.[1] ?? '';
  node.description = comment
    .replace(/^--\s?/gm, '')
    .trim()
    .replaceAll('\n', ' ');
  const config = emptyConfig();
  addDraft(project, {
    ...{ node, config, thisRelation: () => null, lineOf: (line) => line },
    template: (templates) => {
      const sql = templates.render(text);
      node.tags = [...new Set(config.tags)];
      return sql;
    },
  });
}

function nameOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.sql$/, '');
  if (namePattern.test(name)) return name;
  throw new ProblemError(
    'badName',
    `a file's name becomes a table's: letters, digits and underscores, at most 63; got ${shown(name)}`,
    { name: shown(name) },
  );
}

function readDocs(docs: Map<string, string>, path: string, text: string, problems: ProjectProblem[]): void {
  for (const match of text.matchAll(/\{%-?\s*docs\s+(\w+)\s*-?%\}([\s\S]*?)\{%-?\s*enddocs\s*-?%\}/g)) {
    const [, name, body] = match;
    guarded(problems, path, () => {
      if (docs.has(name)) {
        throw new ProblemError(
          'duplicateName',
          `there are two docs called ${name}`,
          { name },
          lineAt(text, match.index),
        );
      }
      docs.set(name, body.trim());
    });
  }
}
