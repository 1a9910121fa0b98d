import { lazy, Suspense } from 'react';
import css from './chart-menu.module.css';
import type { ChartMenuProps } from './menu.tsx';

const Menu = lazy(async () => ({ default: (await import('./menu.tsx')).ChartMenuButton }));

/** What can be done with a chart: asked further, put on a board, annotated. Comes after the first paint. */
export function ChartMenu(props: ChartMenuProps) {
  return (
    <span className={css.place}>
      <Suspense>
        <Menu {...props} />
      </Suspense>
    </span>
  );
}
