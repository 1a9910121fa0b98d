import { lazy, Suspense, useState } from 'react';
import type { ChartMenuProps } from './menu.tsx';
import { MenuButton } from './menu-button.tsx';

const Menu = lazy(async () => ({ default: (await import('./menu.tsx')).ChartMenuList }));

/** What can be done with a chart: asked further, put on a board, annotated. Loads when it is first asked for. */
export function ChartMenu(props: ChartMenuProps) {
  const [asked, setAsked] = useState(false);
  if (!asked) return <MenuButton title={props.title} onClick={() => setAsked(true)} />;
  return (
    <Suspense fallback={<MenuButton title={props.title} />}>
      <Menu {...props} />
    </Suspense>
  );
}
