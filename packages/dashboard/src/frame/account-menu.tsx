import { Menu } from '@mantine/core';
import { IconLogout } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type Session, useSignOut } from '../api/session.ts';
import { AccountButton } from './account-button.tsx';
import css from './frame.module.css';
import { Preferences } from './preferences.tsx';

/** Who is signed in, language and theme, signing out. */
export function AccountMenu({ session, iconOnly }: { session: Session; iconOnly: boolean }) {
  const { t } = useTranslation();
  const signOut = useSignOut();
  return (
    <Menu defaultOpened position={iconOnly ? 'right-end' : 'top-start'} width={264} trapFocus>
      <Menu.Target>
        <AccountButton session={session} iconOnly={iconOnly} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {session.name} · {t(`role.${session.role ?? 'key'}`)}
        </Menu.Label>
        <div className={css.preferences}>
          <Preferences />
        </div>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => signOut.mutate()}>
          {t('action.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
