import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { Hint } from '../components/hint.tsx';
import css from './frame.module.css';
import { isCurrent, type Section } from './sections.ts';

/** A link of the navigation; its name shows on hover when there is room for the icon only. */
export function SectionLink({
  section,
  iconOnly,
  onFollow,
}: {
  section: Section;
  iconOnly: boolean;
  onFollow?: (() => void) | undefined;
}) {
  const { t } = useTranslation();
  const [path] = useLocation();
  const name = t(`section.${section.key}`);
  const content = (
    <>
      <section.icon size={18} stroke={1.6} aria-hidden="true" />
      <span className={iconOnly ? 'visually-hidden' : undefined}>{name}</span>
    </>
  );
  const link = section.external ? (
    <a className={css.link} href={section.path}>
      {content}
    </a>
  ) : (
    <Link
      href={section.path}
      className={css.link}
      onClick={onFollow}
      aria-current={isCurrent(section, path) ? 'page' : undefined}
    >
      {content}
    </Link>
  );
  return iconOnly ? (
    <Hint text={name} side="right" plain>
      {link}
    </Hint>
  ) : (
    link
  );
}
