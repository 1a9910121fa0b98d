import { createInstance } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { initialLanguage, type Language, rememberLanguage } from './language.ts';

/** The page's texts. Keys are typed: an unknown key does not compile. */
export const i18n = createInstance();

const messages: Record<Language, () => Promise<object>> = {
  en: async () => (await import('./en/index.ts')).en,
  'pt-BR': async () => (await import('./pt-br/index.ts')).ptBR,
};

export async function startI18n(): Promise<void> {
  const language = initialLanguage();
  const translation = await messages[language]();
  await i18n.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: { translation } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  rememberLanguage(language);
}

/** Changes the page's language, loading its texts when they are not here yet, and remembers it. */
export async function changeLanguage(language: Language): Promise<void> {
  if (!i18n.hasResourceBundle(language, 'translation')) {
    i18n.addResourceBundle(language, 'translation', await messages[language]());
  }
  await i18n.changeLanguage(language);
  rememberLanguage(language);
}
