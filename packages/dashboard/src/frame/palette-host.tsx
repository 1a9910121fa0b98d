import { lazy, Suspense, useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { goKeys, isTyping } from './shortcuts.ts';

const Palette = lazy(() => import('./palette.tsx').then((module) => ({ default: module.Palette })));
const ShortcutSheet = lazy(() =>
  import('./shortcut-sheet.tsx').then((module) => ({ default: module.ShortcutSheet })),
);

/** How long after `g` a letter still leads to a page. */
const goMs = 1_500;

export const openPaletteEvent = 'palette-open';

/** Listens for the keyboard's shortcuts; what they open is fetched when it is first asked for. */
export function PaletteHost() {
  const [opened, setOpened] = useState<'palette' | 'shortcuts' | undefined>();
  const [, navigate] = useLocation();
  useEffect(() => {
    let wentAt = 0;
    const open = () => setOpened('palette');
    const press = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        setOpened((before) => (before === 'palette' ? undefined : 'palette'));
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const follows = event.timeStamp - wentAt < goMs;
      wentAt = 0;
      const path = follows ? goKeys[event.key] : undefined;
      if (path !== undefined) {
        event.preventDefault();
        navigate(path);
      } else if (event.key === 'g') wentAt = event.timeStamp;
      else if (event.key === '?') setOpened('shortcuts');
    };
    addEventListener('keydown', press);
    addEventListener(openPaletteEvent, open);
    return () => {
      removeEventListener('keydown', press);
      removeEventListener(openPaletteEvent, open);
    };
  }, [navigate]);
  const close = () => setOpened(undefined);
  if (opened === undefined) return null;
  return (
    <Suspense>
      {opened === 'palette' ? (
        <Palette onClose={close} onShortcuts={() => setOpened('shortcuts')} />
      ) : (
        <ShortcutSheet onClose={close} />
      )}
    </Suspense>
  );
}
