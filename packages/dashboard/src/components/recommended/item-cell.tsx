import { IconChevronDown } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Tag } from '../tag.tsx';
import css from './item-cell.module.css';

/** A recommended item in a table: its title, which kind of reason it has, further tags, and the reason as a toggle. */
export function ItemCell({
  title,
  kind,
  reason,
  opened,
  onToggle,
  children,
}: {
  title: string;
  /** The recommendation's `recommendationType`. */
  kind: string;
  /** In words; undefined where nothing can be opened. */
  reason: string | undefined;
  opened: boolean;
  onToggle(): void;
  /** Further tags. */
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <div className={css.item}>
      <span className={css.head}>
        <span className={css.title}>{title}</span>
        <Tag>{t(`reasonKind.${kind}`, { defaultValue: kind })}</Tag>
        {children}
      </span>
      {reason !== undefined && (
        <button type="button" className={css.reason} aria-expanded={opened} onClick={onToggle}>
          {reason}
          <IconChevronDown size={14} aria-hidden="true" className={css.chevron} />
        </button>
      )}
    </div>
  );
}
