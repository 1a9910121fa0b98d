import { useMantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useMayEditAlerts } from '../api/alerts.ts';
import { useMayEditPlacements } from '../api/placements.ts';
import { useSignOut } from '../api/session.ts';
import { useMay } from '../api/use-may.ts';
import { changeLanguage } from '../i18n/i18n.ts';

export interface Action {
  key: string;
  label: string;
  /** Whether the palette stays open: the action asks for something in it. */
  stays?: boolean;
  run: () => void;
}

/** What can be done from anywhere; only what who is signed in may do. */
export function useActions({
  onName,
  onShortcuts,
  onAnnotate,
}: {
  onName: (what: 'view' | 'board') => void;
  onShortcuts: () => void;
  onAnnotate: () => void;
}): Action[] {
  const { t, i18n } = useTranslation();
  const [, navigate] = useLocation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const signOut = useSignOut();
  const mayAlert = useMayEditAlerts();
  const mayPlace = useMayEditPlacements();
  const [mayTry, admin] = [useMay('experiments:write'), useMay('admin')];
  const to = (key: string, label: string, path: string, may = true): Action[] =>
    may ? [{ key, label, run: () => navigate(path) }] : [];
  const dark = colorScheme === 'dark';
  return [
    { key: 'save', label: t('palette.saveView'), stays: true, run: () => onName('view') },
    { key: 'board', label: t('palette.newBoard'), stays: true, run: () => onName('board') },
    { key: 'annotate', label: t('palette.annotate'), stays: true, run: onAnnotate },
    ...to('alert', t('palette.newAlert'), '/alerts/new', mayAlert),
    ...to('report', t('palette.newReport'), '/reports/new', mayAlert),
    ...to('experiment', t('palette.newExperiment'), '/experiments/new', mayTry),
    ...to('segment', t('palette.newSegment'), '/segments/new', mayPlace),
    ...to('placement', t('palette.newPlacement'), '/placements/new', mayPlace),
    ...to('item', t('palette.newItem'), '/catalog/new', mayPlace),
    ...to('zone', t('palette.preferences'), '/settings'),
    ...to('keys', t('palette.keys'), '/settings?tab=keys', admin),
    ...to('people', t('palette.people'), '/settings?tab=people', admin),
    ...to('audit', t('palette.audit'), '/settings?tab=audit', admin),
    {
      key: 'theme',
      label: dark ? t('palette.light') : t('palette.dark'),
      run: () => setColorScheme(dark ? 'light' : 'dark'),
    },
    {
      key: 'language',
      label: t('palette.language'),
      run: () => void changeLanguage(i18n.language === 'en' ? 'pt-BR' : 'en'),
    },
    { key: 'shortcuts', label: t('palette.shortcuts'), stays: true, run: onShortcuts },
    { key: 'out', label: t('action.signOut'), run: () => signOut.mutate() },
  ];
}
