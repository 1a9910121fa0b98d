import { AppError } from '../../errors.ts';
import { closest } from '../../features/closest.ts';
import type { VarValue } from './manifest.ts';
import { shown } from './problem.ts';

const name = /^[A-Za-z_]\w{0,62}$/;
/** Names, numbers, dates and zones: nothing that would be more than one word of SQL. */
const word = /^[\p{L}\p{N}_.:+/@-]{0,100}$/u;

/**
 * Variables become part of SQL as they are. Those of a request must not say more than a value could.
 * @throws AppError `invalid_request`
 */
export function checkVars(vars: Readonly<Record<string, VarValue>>): void {
  for (const [key, value] of Object.entries(vars)) {
    const fail = (reason: string) => {
      const message = `vars.${shown(key)} ${reason}`;
      throw new AppError('invalid_request', message, { errors: [{ path: `/vars/${key}`, message }] });
    };
    if (!name.test(key)) fail('is not the name of a variable');
    if (key === 'source_schema') fail('belongs to the server: it names the database of its own tables');
    if (typeof value === 'number' && !Number.isFinite(value)) fail('must be a finite number');
    if (typeof value === 'string' && (!word.test(value) || value.includes('--') || value.includes('//'))) {
      fail(
        `must be letters, digits and . : + / @ - _, at most 100, since it becomes part of SQL; got ${shown(value)}`,
      );
    }
  }
}

/** @throws AppError `invalid_request` for a variable that dbt_project.yml does not have */
export function requireDeclared(vars: Readonly<Record<string, VarValue>>, declared: readonly string[]): void {
  for (const key of Object.keys(vars)) {
    if (declared.includes(key)) continue;
    const near = closest(key, declared);
    const hint = near === undefined ? `it has ${declared.join(', ') || 'none'}` : `did you mean ${near}?`;
    const message = `dbt_project.yml has no variable ${shown(key)}; ${hint}`;
    throw new AppError('invalid_request', message, { errors: [{ path: `/vars/${key}`, message }] });
  }
}
