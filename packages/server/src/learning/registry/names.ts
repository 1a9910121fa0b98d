import { refusal } from '../../errors.ts';
import { show } from '../../show.ts';

/** Same as placements take for `ranker`. A version is all digits; an alias begins with a letter. */
export const modelNamePattern = '^[a-zA-Z][a-zA-Z0-9_-]{0,63}$';
export const aliasPattern = '^[a-zA-Z][a-zA-Z0-9_-]{0,63}$';
const modelName = new RegExp(modelNamePattern);
const aliasName = new RegExp(aliasPattern);
const versionNumber = /^[1-9][0-9]{0,8}$/;

/** The ranker that is always there and has no artifact. */
export const heuristicName = 'heuristic';

export type ModelReference = { name: string; alias: string } | { name: string; version: number };

/** Reads `name@alias`, `name@version` or `heuristic`. Undefined for anything else. */
export function parseReference(text: string): ModelReference | undefined {
  if (text === heuristicName) return { name: heuristicName, version: 1 };
  const at = text.indexOf('@');
  const name = text.slice(0, at);
  const rest = text.slice(at + 1);
  if (at < 1 || !modelName.test(name)) return undefined;
  if (versionNumber.test(rest)) return { name, version: Number(rest) };
  return aliasName.test(rest) ? { name, alias: rest } : undefined;
}

/** @throws AppError `invalid_request` for a name that no stored model may have */
export function requireModelName(name: string): void {
  if (modelName.test(name) && name !== heuristicName) return;
  throw refusal(
    'invalid_request',
    name === heuristicName ? 'nameTaken' : 'pattern',
    name === heuristicName
      ? `${heuristicName} is the built-in ranker; choose another name`
      : `a model's name must be 1 to 64 letters, digits, "_" and "-", a letter first, got ${JSON.stringify(name.slice(0, 100))}`,
    { got: show(name) },
    { path: '/name' },
  );
}

/** @throws AppError `invalid_request` */
export function requireAliasName(alias: string): void {
  if (aliasName.test(alias)) return;
  throw refusal(
    'invalid_request',
    'pattern',
    `an alias must be 1 to 64 letters, digits, "_" and "-", a letter first, got ${JSON.stringify(alias.slice(0, 100))}`,
    { got: show(alias) },
    { path: '/alias' },
  );
}
