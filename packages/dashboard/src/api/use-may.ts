import type { Session } from './session.ts';
import { useSession } from './session.ts';

export type Scope = Session['scopes'][number];

/** Whether who is signed in may do what needs this scope. The server decides; the page shows what it will say. */
export function useMay(scope: Scope): boolean {
  const scopes = useSession().data?.scopes;
  return scopes !== undefined && (scopes.includes(scope) || scopes.includes('admin'));
}
