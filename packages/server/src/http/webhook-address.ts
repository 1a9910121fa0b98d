import { type Access, type Caller, decide } from './auth/access.ts';

/**
 * A webhook's address for a caller: who may not set it sees the host alone, since what stands behind it is often
 * all the secret that a receiver asks for.
 * @param url http or https
 * @param setting who may set it
 */
export function shownAddress(url: string, setting: Access, caller: Caller): string {
  return decide(setting, caller) === 'allowed' ? url : `${new URL(url).origin}/…`;
}
