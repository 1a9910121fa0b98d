import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../api/session.ts';
import type { Language } from '../i18n/language.ts';
import { createFormat, type Format } from './format.ts';

const formats = new Map<string, Format>();

/** Formatting in the page's language and the reader's time zone: the one they chose, else the device's. */
export function useFormat(): Format {
  const { i18n } = useTranslation();
  const language = i18n.language as Language;
  const timeZone = useSession().data?.timeZone ?? undefined;
  return useMemo(() => {
    const name = `${language} ${timeZone ?? ''}`;
    let format = formats.get(name);
    if (!format) {
      format = createFormat(language, timeZone);
      formats.set(name, format);
    }
    return format;
  }, [language, timeZone]);
}
