import type { VarValue } from '../manifest.ts';
import { ProblemError, shown } from '../problem.ts';
import { YamlValue } from './read-yaml.ts';

/** What `dbt_project.yml` says. */
export interface ProjectSettings {
  name: string;
  modelPaths: string[];
  testPaths: string[];
  macroPaths: string[];
  vars: Record<string, VarValue>;
  /** Settings of folders of models, the outer first: `{path: ['staging'], key: 'materialized', value}`. */
  models: FolderSetting[];
}

export interface FolderSetting {
  path: string[];
  key: string;
  value: unknown;
  line: number;
}

export const namePattern = /^[a-zA-Z_][a-zA-Z0-9_]{0,62}$/;

/** Those that dbt itself needs and this engine does not. */
const ignored = [
  ...[
    'version',
    'config-version',
    'require-dbt-version',
    'profile',
    'target-path',
    'clean-targets',
    'log-path',
  ],
  ...[
    'flags',
    'quoting',
    'packages-install-path',
    'docs-paths',
    'asset-paths',
    'analysis-paths',
    'seed-paths',
  ],
  ...['snapshot-paths', 'data_tests', 'tests', 'exposures', 'sources', 'model-paths', 'test-paths'],
  ...['macro-paths', 'name', 'vars', 'models'],
];

/** @throws ProblemError */
export function readSettings(text: string): ProjectSettings {
  const root = YamlValue.parse(text).only([...ignored, 'seeds', 'snapshots', 'on-run-start', 'on-run-end']);
  for (const key of ['seeds', 'snapshots', 'on-run-start', 'on-run-end']) {
    const found = root.get(key);
    if (found === undefined) continue;
    throw new ProblemError(
      'unsupported',
      `${key} is not supported in the embedded engine`,
      { what: key },
      found.line,
    );
  }
  const name = root.get('name')?.text() ?? '';
  if (!namePattern.test(name)) {
    throw new ProblemError('badName', `name must be letters, digits and underscores, got ${shown(name)}`, {
      name: shown(name),
    });
  }
  const models = root.get('models')?.get(name);
  return {
    name,
    modelPaths: pathsOf(root, 'model-paths', ['models']),
    testPaths: pathsOf(root, 'test-paths', ['tests']),
    macroPaths: pathsOf(root, 'macro-paths', ['macros']),
    vars: varsOf(root.get('vars'), name),
    models: models === undefined ? [] : folderSettings(models, []),
  };
}

function pathsOf(root: YamlValue, key: string, fallback: string[]): string[] {
  const given = root.get(key);
  if (given === undefined) return fallback;
  return given.list().map((entry) => {
    const path = entry.text().replace(/\/+$/, '');
    if (path === '' || path.startsWith('/') || path.includes('\\') || path.split('/').includes('..')) {
      throw new ProblemError(
        'badPath',
        `${key} must be folders within the project, got ${shown(path)}`,
        { path: shown(path) },
        entry.line,
      );
    }
    return path.replace(/^\.\//, '');
  });
}

function varsOf(given: YamlValue | undefined, project: string): Record<string, VarValue> {
  const vars: Record<string, VarValue> = {};
  for (const key of given?.keys() ?? []) {
    const value = given?.get(key);
    if (value === undefined) continue;
    if (value.isMap) {
      if (key === project) Object.assign(vars, varsOf(value, ''));
      continue;
    }
    const plain = value.plain();
    if (typeof plain !== 'string' && typeof plain !== 'number' && typeof plain !== 'boolean') {
      throw value.wrong('a text, a number, true or false');
    }
    vars[key] = plain;
  }
  return vars;
}

function folderSettings(folder: YamlValue, path: string[]): FolderSetting[] {
  return folder.keys().flatMap((key) => {
    const value = folder.get(key);
    if (value === undefined) return [];
    if (!key.startsWith('+') && value.isMap && path.length < 10) return folderSettings(value, [...path, key]);
    return [{ path, key: key.replace(/^\+/, ''), value: value.plain(), line: value.line }];
  });
}
