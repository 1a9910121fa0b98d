import type { Scope } from '../../api/use-may.ts';

/** Which text says what a scope allows; in the order in which scopes are offered. */
export const scopeNames = {
  'events:write': 'sendEvents',
  'recommendations:read': 'recommend',
  'catalog:write': 'editCatalog',
  'customers:read': 'readCustomers',
  'customers:write': 'editCustomers',
  'analytics:read': 'analyze',
  'models:write': 'editModels',
  'experiments:write': 'editExperiments',
  admin: 'everything',
} as const satisfies Record<Scope, string>;

export const scopes = Object.keys(scopeNames) as Scope[];
