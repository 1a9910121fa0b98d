import { lazy, Suspense, useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { i18n, loadTexts } from '../i18n/i18n.ts';
import type { Language } from '../i18n/language.ts';
import { goKeys, isTyping } from './shortcuts.ts';

// Its actions are named by texts that the first page does without.
const Palette = lazy(async () => {
  const [module] = await Promise.all([import('./palette.tsx'), loadTexts(i18n.language as Language)]);
  return { default: module.Palette };
});
const ShortcutSheet = lazy(() =>
  import('./shortcut-sheet.tsx').then((module) => ({ default: module.ShortcutSheet })),
);
const AnnotateDialog = lazy(() =>
  import('../components/chart-menu/annotate-dialog.tsx').then((module) => ({
    default: module.AnnotateDialog,
  })),
);

/** How long after `g` a letter still leads to a page. */
const goMs = 1_500;

export const openPaletteEvent = 'palette-open';

/** Listens for the keyboard's shortcuts; what they open is fetched when it is first asked for. */
export function PaletteHost() {
  const [opened, setOpened] = useState<'palette' | 'shortcuts' | 'annotations' | undefined>();
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
        <Palette
          onClose={close}
          onShortcuts={() => setOpened('shortcuts')}
          onAnnotate={() => setOpened('annotations')}
        />
      ) : opened === 'annotations' ? (
        <AnnotateDialog onClose={close} />
      ) : (
        <ShortcutSheet onClose={close} />
      )}
    </Suspense>
  );
}
