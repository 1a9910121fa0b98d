import { type Icon, IconApi, IconLayoutDashboard, IconPlugConnected, IconUsers } from '@tabler/icons-react';

export interface Section {
  key: 'overview' | 'customers' | 'connect' | 'api';
  path: string;
  icon: Icon;
  /** Served by the server itself, outside this page. */
  external?: boolean;
}

/** What the navigation shows, in its order. Only pages that exist are here. */
export const sections: readonly Section[] = [
  { key: 'overview', path: '/', icon: IconLayoutDashboard },
  { key: 'customers', path: '/customers', icon: IconUsers },
  { key: 'connect', path: '/connect', icon: IconPlugConnected },
  { key: 'api', path: '/docs', icon: IconApi, external: true },
];

/** Whether a section's link stands for the page at this path. */
export function isCurrent(section: Section, path: string): boolean {
  return section.path === '/' ? path === '/' : path === section.path || path.startsWith(`${section.path}/`);
}
