import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language } from '../i18n/language.ts';
import { createFormat, type Format } from './format.ts';

const formats = new Map<string, Format>();

/** Formatting in the page's language and the reader's time zone. */
export function useFormat(): Format {
  const { i18n } = useTranslation();
  const language = i18n.language as Language;
  return useMemo(() => {
    let format = formats.get(language);
    if (!format) {
      format = createFormat(language);
      formats.set(language, format);
    }
    return format;
  }, [language]);
}
