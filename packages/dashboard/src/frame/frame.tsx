import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { IconDots } from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useFiringCount } from '../api/alerts.ts';
import type { Session } from '../api/session.ts';
import { AccountButton } from './account-button.tsx';
import { BrandMark } from './brand.tsx';
import css from './frame.module.css';
import { FrameTools } from './frame-tools.tsx';
import { OfflineNotice } from './offline-notice.tsx';
import { PaletteHost } from './palette-host.tsx';
import { SectionLinks } from './section-links.tsx';
import { isCurrent, sections } from './sections.ts';

// Menus and sheets bring a positioning library along; they load when first asked for.
const AccountMenu = lazy(() =>
  import('./account-menu.tsx').then((module) => ({ default: module.AccountMenu })),
);
const MoreSheet = lazy(() => import('./more-sheet.tsx').then((module) => ({ default: module.MoreSheet })));

/** Navigation at the left, icons alone at 1024 px, a bar at the bottom with a sheet at 640 px; the page beside it. */
export function Frame({ session, children }: { session: Session; children: ReactNode }) {
  const { t } = useTranslation();
  const narrow = useMediaQuery('(max-width: 640px)', undefined, { getInitialValueInEffect: false });
  const iconOnly = useMediaQuery('(max-width: 1024px)', undefined, { getInitialValueInEffect: false });
  return (
    <div className={css.frame}>
      <a className={css.skip} href="#main">
        {t('frame.skip')}
      </a>
      {narrow ? (
        <>
          <header className={css.top}>
            <Link href="/" className={css.brand} aria-label={t('frame.home')}>
              <BrandMark />
            </Link>
            <FrameTools />
          </header>
          <BottomBar session={session} />
        </>
      ) : (
        <nav className={css.side} aria-label={t('frame.navigation')}>
          <Link href="/" className={css.brand} aria-label={t('frame.home')}>
            <BrandMark />
            {!iconOnly && <span>Personalize</span>}
          </Link>
          <FrameTools />
          <div className={css.links}>
            <SectionLinks sections={sections} iconOnly={iconOnly} />
          </div>
          <Account session={session} iconOnly={iconOnly} />
        </nav>
      )}
      <PaletteHost />
      <main id="main" className={css.main} tabIndex={-1}>
        <OfflineNotice />
        {children}
      </main>
    </div>
  );
}

function Account({ session, iconOnly }: { session: Session; iconOnly: boolean }) {
  const [asked, setAsked] = useState(false);
  const button = <AccountButton session={session} iconOnly={iconOnly} onClick={() => setAsked(true)} />;
  return asked ? (
    <Suspense fallback={button}>
      <AccountMenu session={session} iconOnly={iconOnly} />
    </Suspense>
  ) : (
    button
  );
}

function BottomBar({ session }: { session: Session }) {
  const { t } = useTranslation();
  const [path] = useLocation();
  const firing = useFiringCount();
  const [opened, sheet] = useDisclosure();
  const [asked, setAsked] = useState(false);
  return (
    <>
      <nav className={css.bottom} aria-label={t('frame.navigation')}>
        {sections
          .filter((section) => section.inBar)
          .map((section) => (
            <Link
              key={section.key}
              href={section.path}
              className={css.tab}
              aria-current={isCurrent(section, path) ? 'page' : undefined}
            >
              <section.icon size={20} stroke={1.6} aria-hidden="true" />
              {t(`section.${section.key}`)}
            </Link>
          ))}
        <button
          type="button"
          className={css.tab}
          aria-expanded={opened}
          onClick={() => {
            setAsked(true);
            sheet.open();
          }}
        >
          <span className={css.tabIcon}>
            <IconDots size={20} stroke={1.6} aria-hidden="true" />
            {firing > 0 && <span className={css.mark} />}
          </span>
          {t('frame.more')}
          {firing > 0 && <span className="visually-hidden">, {t('palette.bell', { count: firing })}</span>}
        </button>
      </nav>
      {asked && (
        <Suspense>
          <MoreSheet session={session} opened={opened} onClose={sheet.close} />
        </Suspense>
      )}
    </>
  );
}
