import { Drawer } from '@mantine/core';
import { IconLogout } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type Session, useSignOut } from '../api/session.ts';
import css from './frame.module.css';
import { Preferences } from './preferences.tsx';
import { SectionLinks } from './section-links.tsx';
import { sections } from './sections.ts';

/** What has no room in the bottom bar, as a sheet that comes from below. */
export function MoreSheet({
  session,
  opened,
  onClose,
}: {
  session: Session;
  opened: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const signOut = useSignOut();
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="bottom"
      size="auto"
      title={`${session.name} · ${t(`role.${session.role ?? 'key'}`)}`}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <div className={css.sheet}>
        <Preferences />
        <SectionLinks
          sections={sections.filter((section) => !section.inBar)}
          iconOnly={false}
          onFollow={onClose}
        />
        <button type="button" className={css.link} onClick={() => signOut.mutate()}>
          <IconLogout size={18} stroke={1.6} aria-hidden="true" />
          {t('action.signOut')}
        </button>
      </div>
    </Drawer>
  );
}
