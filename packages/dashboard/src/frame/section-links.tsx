import { useTranslation } from 'react-i18next';
import css from './frame.module.css';
import { SectionLink } from './section-link.tsx';
import { groups, type Section } from './sections.ts';

/** The sections under the names of their groups. */
export function SectionLinks({
  sections,
  iconOnly,
  onFollow,
}: {
  sections: readonly Section[];
  iconOnly: boolean;
  /** Called when a link is followed. */
  onFollow?: () => void;
}) {
  const { t } = useTranslation();
  return groups
    .map((group) => ({ group, members: sections.filter((section) => section.group === group) }))
    .filter(({ members }) => members.length > 0)
    .map(({ group, members }) => (
      <section key={group} aria-label={t(`sectionGroup.${group}`)}>
        {!iconOnly && <div className={css.group}>{t(`sectionGroup.${group}`)}</div>}
        <ul className={css.groupLinks}>
          {members.map((section) => (
            <li key={section.key}>
              <SectionLink section={section} iconOnly={iconOnly} onFollow={onFollow} />
            </li>
          ))}
        </ul>
      </section>
    ));
}
