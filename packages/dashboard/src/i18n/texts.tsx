import { type ReactNode, use, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { loadTexts } from './i18n.ts';
import type { Language } from './language.ts';

/** Waits for every page's texts where they are needed; elsewhere they come when the browser has nothing to do. */
export function Texts({ needed, children }: { needed: boolean; children: ReactNode }) {
  const language = useTranslation().i18n.language as Language;
  if (needed) use(loadTexts(language));
  useEffect(() => {
    const later = setTimeout(() => void loadTexts(language).catch(() => undefined), 2_000);
    return () => clearTimeout(later);
  }, [language]);
  return children;
}
