import { IconBell, IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useFiringCount } from '../api/alerts.ts';
import css from './frame-tools.module.css';
import { openPaletteEvent } from './palette-host.tsx';

/** Search and the bell, which says how many alerts fire. */
export function FrameTools() {
  const { t } = useTranslation();
  const firing = useFiringCount();
  return (
    <div className={css.tools}>
      <button
        type="button"
        className={css.tool}
        aria-label={t('palette.open')}
        title={t('palette.openHint')}
        onClick={() => dispatchEvent(new Event(openPaletteEvent))}
      >
        <IconSearch size={18} stroke={1.6} aria-hidden="true" />
      </button>
      <Link
        href={firing > 0 ? '/alerts?status=firing' : '/alerts'}
        className={css.tool}
        aria-label={firing > 0 ? t('palette.bell', { count: firing }) : t('palette.bellQuiet')}
      >
        <IconBell size={18} stroke={1.6} aria-hidden="true" />
        {firing > 0 && (
          <span className={css.count} aria-hidden="true">
            {firing > 99 ? '99+' : firing}
          </span>
        )}
      </Link>
    </div>
  );
}
