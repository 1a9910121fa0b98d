import { useTranslation } from 'react-i18next';
import type { Language } from '../../i18n/language.ts';
import css from './explore.module.css';
import type { Drilled } from './state.ts';
import { valueName } from './values.ts';

/** What was drilled into, with the way back to each level. */
export function Crumbs({
  drilled,
  names,
  onGo,
}: {
  drilled: readonly Drilled[];
  names: ReadonlyMap<string, string>;
  onGo: (drilled: Drilled[]) => void;
}) {
  const { t, i18n } = useTranslation();
  return (
    <nav aria-label={t('explore.crumbs')}>
      <ol className={css.crumbs}>
        <li>
          <button type="button" className={css.link} onClick={() => onGo([])}>
            {t('explore.all')}
          </button>
        </li>
        {drilled.map(({ dimension, value }, index) => {
          const text = `${names.get(dimension) ?? dimension}: ${valueName(t, i18n.language as Language, dimension, value)}`;
          const last = index === drilled.length - 1;
          return (
            <li key={`${dimension} ${value}`}>
              {last ? (
                <span aria-current="true">{text}</span>
              ) : (
                <button type="button" className={css.link} onClick={() => onGo(drilled.slice(0, index + 1))}>
                  {text}
                </button>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
