/** Keys of the `customers` table: `c:` + customerId, `a:` + anonymousId. */
export type CustomerIdentity = { customerId: string } | { anonymousId: string };

export function customerIdentity(key: string): CustomerIdentity {
  const id = key.slice(2);
  return key.startsWith('a:') ? { anonymousId: id } : { customerId: id };
}
