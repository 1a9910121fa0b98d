import type { Reader } from '../../analytics/boards/index.ts';
import { type Caller, needs } from '../auth/access.ts';

/** Who may see charts, and make things of their own of them. */
export const readers = needs('analytics:read');
/** Who may change what others share, and what reaches beyond the page. */
export const editors = needs('catalog:write', 'models:write', 'experiments:write');

/** The caller as an author. */
export function readerOf(caller: Caller): Reader {
  if (caller.kind === 'nobody') return { id: 'nobody', name: '', editor: false, admin: false };
  const { id, name } = caller.kind === 'key' ? caller.key : caller.user;
  const admin = caller.scopes.has('admin');
  const editor =
    admin || (editors.kind === 'scopes' && editors.anyOf.some((scope) => caller.scopes.has(scope)));
  return { id, name, editor, admin };
}
