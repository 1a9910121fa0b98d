import { createInstance } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { initialLanguage, type Language, rememberLanguage } from './language.ts';

/** The page's texts. Keys are typed: an unknown key does not compile. */
export const i18n = createInstance();

const first: Record<Language, () => Promise<object>> = {
  en: async () => (await import('./en/first.ts')).firstTexts,
  'pt-BR': async () => (await import('./pt-br/first.ts')).firstTexts,
};
const all: Record<Language, () => Promise<object>> = {
  en: async () => (await import('./en/index.ts')).en,
  'pt-BR': async () => (await import('./pt-br/index.ts')).ptBR,
};
const loaded = new Map<Language, Promise<void>>();

/** Loads the texts that a path shows at first: the overview does not wait for those of the other pages. */
export async function startI18n(path: string): Promise<void> {
  const language = initialLanguage();
  await i18n.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: { translation: await first[language]() } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  rememberLanguage(language);
  if (path !== '/') await loadTexts(language);
}

/** Every page's texts in a language; the same promise each time, so that a page can suspend on it. */
export function loadTexts(language: Language): Promise<void> {
  let loading = loaded.get(language);
  if (loading === undefined) {
    loading = all[language]().then((texts) => {
      i18n.addResourceBundle(language, 'translation', texts);
    });
    loaded.set(language, loading);
    // The next page that needs them tries again.
    loading.catch(() => loaded.delete(language));
  }
  return loading;
}

/** Changes the page's language, loading its texts when they are not here yet, and remembers it. */
export async function changeLanguage(language: Language): Promise<void> {
  await loadTexts(language);
  await i18n.changeLanguage(language);
  rememberLanguage(language);
}
