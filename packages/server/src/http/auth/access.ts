import { AppError } from '../../errors.ts';
import {
  type ApiKey,
  type KeyScope,
  type Role,
  scopes,
  type User,
} from '../../stores/control/control-store.ts';

/** Who may call a route. Every route names one; a route without is refused when the server is put together. */
export type Access =
  /** Anyone, without a key. */
  | { kind: 'public' }
  /** Any valid key or signed-in person. */
  | { kind: 'known' }
  /** A key or role that has at least one of these scopes. `admin` has all. */
  | { kind: 'scopes'; anyOf: readonly KeyScope[] };

export const publicAccess: Access = { kind: 'public' };
export const knownAccess: Access = { kind: 'known' };

export function needs(...anyOf: KeyScope[]): Access {
  return { kind: 'scopes', anyOf };
}

/** Who is calling. */
export type Caller =
  | { kind: 'nobody' }
  | { kind: 'key'; key: ApiKey; scopes: ReadonlySet<KeyScope> }
  | { kind: 'person'; user: User; scopes: ReadonlySet<KeyScope> };

export const nobody: Caller = { kind: 'nobody' };

const viewer: KeyScope[] = ['analytics:read', 'customers:read', 'recommendations:read'];
const analyst: KeyScope[] = [...viewer, 'catalog:write', 'models:write', 'experiments:write'];
const scopesOfRole: Record<Role, ReadonlySet<KeyScope>> = {
  viewer: new Set(viewer),
  analyst: new Set(analyst),
  admin: new Set(scopes),
};

export function personCaller(user: User): Caller {
  return { kind: 'person', user, scopes: scopesOfRole[user.role] };
}

export function keyCaller(key: ApiKey): Caller {
  return { kind: 'key', key, scopes: new Set(key.scopes) };
}

export type AccessDecision = 'allowed' | 'unauthorized' | 'forbidden';

export function decide(access: Access, caller: Caller): AccessDecision {
  if (access.kind === 'public') return 'allowed';
  if (caller.kind === 'nobody') return 'unauthorized';
  if (access.kind === 'known' || caller.scopes.has('admin')) return 'allowed';
  return access.anyOf.some((scope) => caller.scopes.has(scope)) ? 'allowed' : 'forbidden';
}

/** @throws AppError `forbidden` naming the scopes that would do */
export function requireAccess(access: Access, caller: Caller): void {
  if (decide(access, caller) === 'allowed') return;
  const wanted = access.kind === 'scopes' ? access.anyOf.join(' or ') : 'any';
  throw new AppError('forbidden', `this needs the scope ${wanted}; the ${caller.kind} does not have it`);
}

/** What the audit log calls the caller. */
export function actorOf(caller: Caller): string {
  if (caller.kind === 'key') return caller.key.id;
  return caller.kind === 'person' ? caller.user.id : 'nobody';
}
