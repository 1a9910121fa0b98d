import { SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { changeLanguage } from '../i18n/i18n.ts';
import { type Language, languages } from '../i18n/language.ts';
import css from './preferences.module.css';

const languageNames: Record<Language, string> = { en: 'English', 'pt-BR': 'Português' };

/** Language and colour scheme; both are remembered in this browser. */
export function Preferences() {
  const { t, i18n } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <div className={css.preferences}>
      <SegmentedControl
        aria-label={t('preferences.language')}
        size="xs"
        fullWidth
        value={i18n.language}
        onChange={(value) => void changeLanguage(value as Language)}
        data={languages.map((value) => ({ value, label: languageNames[value] }))}
      />
      <SegmentedControl
        aria-label={t('preferences.theme')}
        size="xs"
        fullWidth
        value={colorScheme}
        onChange={(value) => setColorScheme(value as typeof colorScheme)}
        data={[
          { value: 'light', label: t('preferences.light') },
          { value: 'dark', label: t('preferences.dark') },
          { value: 'auto', label: t('preferences.auto') },
        ]}
      />
    </div>
  );
}
