import {
  type Icon,
  IconApi,
  IconArrowsSplit2,
  IconBell,
  IconBinaryTree2,
  IconBox,
  IconChartDots,
  IconFlask,
  IconLayoutBoard,
  IconLayoutDashboard,
  IconLayoutGrid,
  IconPlugConnected,
  IconRepeat,
  IconReport,
  IconScale,
  IconSettings,
  IconSitemap,
  IconStairsDown,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react';

/** What the sections are for, in the navigation's order. */
export const groups = ['understand', 'personalize', 'operate'] as const;

export interface Section {
  key:
    | 'boards'
    | 'alerts'
    | 'overview'
    | 'explore'
    | 'funnels'
    | 'retention'
    | 'paths'
    | 'customers'
    | 'segments'
    | 'catalog'
    | 'settings'
    | 'experiments'
    | 'models'
    | 'placements'
    | 'decisions'
    | 'connect'
    | 'pipeline'
    | 'reports'
    | 'api';
  group: (typeof groups)[number];
  path: string;
  icon: Icon;
  /** Served by the server itself, outside this page. */
  external?: boolean;
  /** Has a place in the bottom bar of narrow screens: four at most. */
  inBar?: boolean;
}

/** What the navigation shows, in its order. Only pages that exist are here. */
export const sections: readonly Section[] = [
  { key: 'overview', group: 'understand', path: '/', icon: IconLayoutDashboard, inBar: true },
  { key: 'explore', group: 'understand', path: '/explore', icon: IconChartDots, inBar: true },
  { key: 'funnels', group: 'understand', path: '/funnels', icon: IconStairsDown },
  { key: 'retention', group: 'understand', path: '/retention', icon: IconRepeat },
  { key: 'paths', group: 'understand', path: '/paths', icon: IconArrowsSplit2 },
  { key: 'customers', group: 'understand', path: '/customers', icon: IconUsers, inBar: true },
  { key: 'segments', group: 'understand', path: '/segments', icon: IconUsersGroup },
  { key: 'boards', group: 'understand', path: '/boards', icon: IconLayoutBoard },
  { key: 'experiments', group: 'personalize', path: '/experiments', icon: IconFlask, inBar: true },
  { key: 'decisions', group: 'personalize', path: '/decisions', icon: IconScale },
  { key: 'placements', group: 'personalize', path: '/placements', icon: IconLayoutGrid },
  { key: 'catalog', group: 'personalize', path: '/catalog', icon: IconBox },
  { key: 'models', group: 'personalize', path: '/models', icon: IconBinaryTree2 },
  { key: 'reports', group: 'operate', path: '/reports', icon: IconReport },
  { key: 'alerts', group: 'operate', path: '/alerts', icon: IconBell },
  { key: 'connect', group: 'operate', path: '/connect', icon: IconPlugConnected },
  { key: 'settings', group: 'operate', path: '/settings', icon: IconSettings },
  { key: 'pipeline', group: 'operate', path: '/pipeline', icon: IconSitemap },
  { key: 'api', group: 'operate', path: '/docs', icon: IconApi, external: true },
];

/** Whether a section's link stands for the page at this path. */
export function isCurrent(section: Section, path: string): boolean {
  return section.path === '/' ? path === '/' : path === section.path || path.startsWith(`${section.path}/`);
}
