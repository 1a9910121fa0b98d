export const languages = ['en', 'pt-BR'] as const;
export type Language = (typeof languages)[number];

const storageKey = 'language';

/** The person's choice, else the browser's language, else English. */
export function initialLanguage(): Language {
  const stored = readStorage(storageKey);
  if (stored === 'en' || stored === 'pt-BR') return stored;
  return navigator.language.toLowerCase().startsWith('pt') ? 'pt-BR' : 'en';
}

export function rememberLanguage(language: Language): void {
  document.documentElement.lang = language;
  writeStorage(storageKey, language);
}

/** Local storage, or null where the browser blocks it. */
export function readStorage(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function writeStorage(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A blocked storage only means that the choice lasts until the page is closed.
  }
}
