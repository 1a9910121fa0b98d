import { closest } from '../../../features/closest.ts';
import { TemplateObject } from '../jinja/sandbox.ts';
import { argumentsOf } from '../jinja/templates.ts';
import { ProblemError, shown } from '../problem.ts';
import { relationObject, type Scope } from './draft.ts';
import { quoted } from './generic-tests.ts';
import { addConfig } from './model-config.ts';

/** dbt's functions, as far as they make sense before any statement runs. */
export function functionsOf(scope: Scope): Record<string, (...given: unknown[]) => unknown> {
  return {
    ref: (...given) => ref(scope, given),
    source: (...given) => source(scope, given),
    config: (...given) => config(scope, given),
    var: (...given) => variable(scope, given),
    doc: (name) => doc(scope, String(name)),
    env_var: (name) => {
      throw new ProblemError(
        'envVar',
        `env_var(${shown(name)}) is refused: models must not see the server's secrets; use var()`,
        { name: shown(name) },
      );
    },
    is_incremental: () => scope.pass === 'incremental',
    should_full_refresh: () => scope.pass === 'full',
    quoted,
    log: () => '',
    print: () => '',
    tojson: (value) => JSON.stringify(value),
    as_literal: quoted,
    run_query: () => unsupported('run_query'),
    statement: () => unsupported('statement'),
    load_result: () => unsupported('load_result'),
    return: () => unsupported('return'),
    modules: () => unsupported('modules'),
  };
}

/** Objects of templates, beside the functions. */
export function objectsOf(scope: Scope, macro: (name: string) => unknown): Record<string, TemplateObject> {
  const fail = (message: unknown) => {
    throw new ProblemError('jinja', shown(message), { reason: shown(message) });
  };
  return {
    adapter: new TemplateObject('adapter', {
      quote: (name: unknown) => `\`${String(name).replaceAll('`', '')}\``,
      type: () => 'clickhouse',
      dispatch: (name: unknown) => {
        const found = macro(`clickhouse__${String(name)}`) ?? macro(`default__${String(name)}`);
        if (found !== undefined) return found;
        throw new ProblemError('jinja', `no macro clickhouse__${shown(name)} or default__${shown(name)}`, {
          reason: `adapter.dispatch(${shown(name)})`,
        });
      },
    }),
    exceptions: new TemplateObject('exceptions', {
      raise_compiler_error: fail,
      warn: () => '',
    }),
    model: new TemplateObject('model', {
      get name() {
        return scope.current?.node.name ?? '';
      },
      get unique_id() {
        return scope.current?.node.id ?? '';
      },
    }),
  };
}

function unsupported(what: string): never {
  throw new ProblemError('unsupported', `${what} is not supported in the embedded engine`, { what });
}

function depend(scope: Scope, id: string): void {
  const dependsOn = scope.current?.node.dependsOn;
  if (dependsOn !== undefined && !dependsOn.includes(id)) dependsOn.push(id);
}

function ref(scope: Scope, given: unknown[]): TemplateObject | string {
  const { ordered } = argumentsOf(given);
  const { project } = scope;
  const name = String(ordered.at(-1) ?? '');
  const id = `model.${project?.settings.name}.${name}`;
  const found = project?.drafts.get(id);
  if (found === undefined || (ordered.length > 1 && ordered[0] !== project?.settings.name)) {
    const models = [...(project?.drafts.values() ?? [])].flatMap(({ node }) =>
      node.kind === 'model' ? [node.name] : [],
    );
    const near = closest(name, models);
    throw new ProblemError(
      'missingRef',
      `there is no model called ${shown(name)}${near === undefined ? '' : `; did you mean ${near}?`}`,
      { name: shown(name), near: near ?? '' },
    );
  }
  depend(scope, id);
  const { relation, model } = found.node;
  if (model?.materialized === 'ephemeral') return `(\n${scope.compiled.get(id) ?? 'SELECT 1'}\n)`;
  return relationObject(relation ?? { schema: scope.target.schema, name });
}

function source(scope: Scope, given: unknown[]): TemplateObject {
  const { ordered } = argumentsOf(given);
  const { project } = scope;
  const id = `source.${project?.settings.name}.${String(ordered[0])}.${String(ordered[1])}`;
  const found = project?.drafts.get(id)?.node;
  if (found?.relation == null) {
    const name = `${shown(ordered[0])}.${shown(ordered[1])}`;
    const sources = [...(project?.drafts.values() ?? [])].flatMap(({ node }) =>
      node.kind === 'source' ? [node.name] : [],
    );
    const near = closest(`${String(ordered[0])}.${String(ordered[1])}`, sources);
    throw new ProblemError(
      'missingSource',
      `there is no source ${name}${near === undefined ? '' : `; did you mean ${near}?`}`,
      { name, near: near ?? '' },
    );
  }
  depend(scope, id);
  return relationObject(found.relation);
}

function config(scope: Scope, given: unknown[]): string {
  const { ordered, named } = argumentsOf(given);
  const [map] = ordered;
  const settings = map !== null && typeof map === 'object' ? { ...(map as object), ...named } : named;
  const { current } = scope;
  if (current === undefined || scope.pass !== 'parse') return '';
  if (current.node.kind === 'test') {
    const { severity, where: _, ...rest } = settings as Record<string, unknown>;
    if (severity !== undefined) {
      if (severity !== 'error' && severity !== 'warn') {
        throw new ProblemError('badConfig', `severity must be error or warn, got ${shown(severity)}`, {
          key: 'severity',
          value: shown(severity),
        });
      }
      current.node.test = { severity };
    }
    addConfig(current.config, rest);
    return '';
  }
  addConfig(current.config, settings);
  return '';
}

function variable(scope: Scope, given: unknown[]): unknown {
  const { ordered } = argumentsOf(given);
  const name = String(ordered[0] ?? '');
  const declared = scope.project?.settings.vars ?? {};
  if (Object.hasOwn(scope.target.vars, name) && (Object.hasOwn(declared, name) || ordered.length > 1))
    return scope.target.vars[name];
  if (Object.hasOwn(declared, name)) return declared[name];
  if (ordered.length > 1) return ordered[1];
  const near = closest(name, Object.keys(declared));
  throw new ProblemError(
    'missingVar',
    `there is no variable ${shown(name)} in dbt_project.yml${near === undefined ? '' : `; did you mean ${near}?`}`,
    { name: shown(name), near: near ?? '' },
  );
}

function doc(scope: Scope, name: string): string {
  const text = scope.project?.docs.get(name);
  if (text !== undefined) return text;
  throw new ProblemError('missingRef', `there is no docs block called ${shown(name)}`, {
    name: shown(name),
    near: '',
  });
}
