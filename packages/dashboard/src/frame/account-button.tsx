import { IconSettings } from '@tabler/icons-react';
import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '../api/session.ts';
import css from './frame.module.css';

/** Opens the account menu. */
export function AccountButton({
  session,
  iconOnly,
  ...rest
}: { session: Session; iconOnly: boolean } & ComponentProps<'button'>) {
  const { t } = useTranslation();
  return (
    <button
      {...rest}
      type="button"
      className={css.account}
      aria-label={`${session.name}, ${t('frame.account')}`}
      aria-haspopup="menu"
    >
      <IconSettings size={18} stroke={1.6} aria-hidden="true" />
      {!iconOnly && <span className={css.accountName}>{session.name}</span>}
    </button>
  );
}
